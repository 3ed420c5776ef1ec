import { Controller, Get, Param, Put, UseGuards } from '@nestjs/common';
import { forbidden, unprocessable } from '../domain/engage.errors.js';
import { EngageState } from '../domain/engage-state.js';
import type { User } from '../domain/model.js';
import { AccessTokenGuard, Caller, type Call } from './caller.js';
import { page, type Page } from './pages.js';
import type { Params } from './params.js';
import { presentUser } from './presenters.js';

const PERMISSION =
  /^(read|reply|reply_with_html|initiate_discussion|destroy|approval_required|approval_threshold_(\d0|0|100))$/;

@Controller('1.0/users')
@UseGuards(AccessTokenGuard)
export class UsersController {
  constructor(private readonly state: EngageState) {}

  @Get()
  list(@Caller() { params }: Call): Page {
    const has = (name: string, test: (value: string) => boolean): boolean => {
      const value = params.text(name);
      return value === undefined || test(value);
    };
    const items = this.state.users.filter(
      (user) =>
        has('email', (email) => user.email === email) &&
        has('category_id', (id) => user.category_ids.includes(id)) &&
        has('identity_id', (id) => user.identity_ids.includes(id)) &&
        has('role_id', (id) => user.role_id === id) &&
        has('team_id', (id) => user.team_ids.includes(id)) &&
        has('external_id', () => false),
    );
    return page(items.toReversed(), params, presentUser);
  }

  @Get(':id')
  get(@Param('id') id: string): unknown {
    return presentUser(this.state.users.require(id));
  }

  @Put(':id')
  update(@Caller() { params, user }: Call, @Param('id') id: string): unknown {
    allow(user);
    const changed = this.state.users.require(id);
    this.checkReferences(params);
    Object.assign(changed, {
      category_ids: params.list('category_ids') ?? changed.category_ids,
      team_ids: params.list('team_ids') ?? changed.team_ids,
      enabled: params.flag('enabled') ?? changed.enabled,
      firstname: params.text('firstname') ?? changed.firstname,
      lastname: params.text('lastname') ?? changed.lastname,
    });
    const identities = params.list('identity_ids');
    if (identities) this.assign(changed, identities);
    return presentUser(changed);
  }

  @Get(':id/sources_permissions')
  permissions(@Param('id') id: string): Record<string, string[]> {
    return this.state.users.require(id).sources_permissions;
  }

  /** The parameter's name is the source's id, its value a comma list. */
  @Put(':id/sources_permissions')
  setPermissions(@Caller() { params, user }: Call, @Param('id') id: string): Record<string, string[]> {
    allow(user);
    const changed = this.state.users.require(id);
    for (const source of this.state.sources.filter(({ id: sourceId }) => params.has(sourceId))) {
      const permissions = (params.text(source.id) ?? '').split(',').filter((item) => item !== '');
      if (permissions.some((item) => !PERMISSION.test(item))) throw unprocessable('Permission is invalid');
      changed.sources_permissions[source.id] = permissions;
    }
    return changed.sources_permissions;
  }

  private checkReferences(params: Params): void {
    if (params.list('category_ids')?.some((id) => !this.state.categories.get(id)))
      throw unprocessable('Category is unknown');
    if (params.list('identity_ids')?.some((id) => !this.state.identities.get(id)?.controlled))
      throw unprocessable('Identity is not controlled');
  }

  private assign(user: User, identityIds: string[]): void {
    user.identity_ids = identityIds;
    for (const identity of this.state.identities.all()) {
      identity.user_ids = identity.user_ids.filter((id) => id !== user.id);
      if (identityIds.includes(identity.id)) identity.user_ids.push(user.id);
    }
  }
}

function allow(user: User): void {
  if (!user.rights.includes('manage_users')) throw forbidden('Not allowed');
}
