import { Controller, Get, Param, Put, UseGuards } from '@nestjs/common';
import { mustBeAllowed } from '../../domain/administration/rights.js';
import { IdentityGroups } from '../../domain/administration/identity-groups.js';
import { badRequest, unprocessable } from '../../domain/engage.errors.js';
import { EngageState } from '../../domain/state/engage-state.js';
import type { PlainRecord } from '../../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import { page, type Page } from '../pages.js';
import type { Params } from '../params.js';
import { presentIdentityGroup } from '../presenters.js';

const TEXTS = ['company', 'firstname', 'lastname', 'notes'];
const LISTS = ['emails', 'home_phones', 'mobile_phones', 'tag_ids'];

/** The merged records of persons. */
@Controller('1.0/identity_groups')
@UseGuards(AccessTokenGuard)
export class IdentityGroupsController {
  constructor(
    private readonly state: EngageState,
    private readonly groups: IdentityGroups,
  ) {}

  /** Newest first. */
  @Get()
  list(@Caller() { params }: Call): Page {
    const sort = params.text('sort') ?? 'created_at';
    if (sort !== 'created_at' && sort !== 'updated_at') throw badRequest('sort is invalid');
    const wanted = params.text('ids')?.split(',');
    const items = this.state.identityGroups
      .filter((group) => (wanted?.includes(group.id) ?? true) && this.matches(group, params))
      .toSorted((left, right) => right[sort].localeCompare(left[sort]));
    return page(items, params, (group) => presentIdentityGroup(this.state, group));
  }

  @Get(':id')
  get(@Param('id') id: string): unknown {
    return presentIdentityGroup(this.state, this.state.identityGroups.require(id));
  }

  @Put(':id')
  update(@Caller() { params }: Call, @Param('id') id: string): unknown {
    const group = this.state.identityGroups.require(id);
    if (params.list('tag_ids')?.some((tagId) => !this.state.tags.get(tagId))) throw unprocessable('Tag is unknown');
    if (params.has('gender')) group['gender'] = genderIn(params);
    for (const name of TEXTS.filter((text) => params.has(text))) group[name] = params.text(name) ?? null;
    for (const name of LISTS) group[name] = params.list(name) ?? group[name];
    Object.assign(group['custom_field_values'] as object, params.hash('custom_field_values'));
    return presentIdentityGroup(this.state, group);
  }

  /** In a conflict the group's values stay. */
  @Put(':id/merge')
  merge(@Caller() { params, user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'update_identity');
    const group = this.state.identityGroups.require(id);
    const identity = this.state.identities.get(params.text('associated_identity_id'));
    if (!identity) throw unprocessable('Associated identity is unknown');
    this.groups.merge(group, identity, user.id);
    return presentIdentityGroup(this.state, group);
  }

  private matches(group: PlainRecord, params: Params): boolean {
    const members = this.state.identities.filter(({ identity_group_id }) => identity_group_id === group.id);
    const is = (name: string, test: (value: string) => boolean): boolean => {
      const value = params.text(name);
      return value === undefined || test(value);
    };
    return (
      is('firstname', (value) => group['firstname'] === value) &&
      is('lastname', (value) => group['lastname'] === value) &&
      is('email', (value) => (group['emails'] as string[]).includes(value)) &&
      is('uuid', (value) => members.some(({ foreign_id }) => foreign_id === value))
    );
  }
}

/** `man`, `woman` or empty. */
function genderIn(params: Params): string | null {
  const gender = params.text('gender') ?? null;
  if (gender !== null && gender !== 'man' && gender !== 'woman') throw unprocessable('Gender is invalid');
  return gender;
}
