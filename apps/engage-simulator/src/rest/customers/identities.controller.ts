import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { canRead } from '../../domain/agents/availability.js';
import { notFound } from '../../domain/engage.errors.js';
import { EngageState } from '../../domain/state/engage-state.js';
import type { Identity } from '../../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import { page, type Page } from '../pages.js';
import type { Params } from '../params.js';
import { presentIdentity } from '../presenters.js';

@Controller('1.0/identities')
@UseGuards(AccessTokenGuard)
export class IdentitiesController {
  constructor(private readonly state: EngageState) {}

  @Get()
  list(@Caller() { params, user }: Call): Page {
    const matches = (identity: Identity, field: 'community_id' | 'source_id' | 'foreign_id'): boolean =>
      params.oneOrMany(field)?.includes(identity[field]) ?? true;
    const uuid = params.text('uuid');
    const userId = params.text('user_id');
    const items = this.state.identities
      .filter((identity) => canRead(user, identity.source_id))
      .filter(
        (identity) =>
          matches(identity, 'community_id') && matches(identity, 'source_id') && matches(identity, 'foreign_id'),
      )
      .filter(
        (identity) =>
          (uuid === undefined || identity.foreign_id === uuid) &&
          (userId === undefined || identity.user_ids.includes(userId)),
      )
      .filter((identity) => inGroup(identity, params));
    return page(items, params, (identity) => presentIdentity(this.state, identity));
  }

  @Get(':id')
  get(@Caller() { user }: Call, @Param('id') id: string): unknown {
    const identity = this.state.identities.require(id);
    if (!canRead(user, identity.source_id)) throw notFound();
    return presentIdentity(this.state, identity);
  }
}

function inGroup({ identity_group_id: group }: Identity, params: Params): boolean {
  const one = params.text('identity_group_id');
  const any = params.text('identity_group_ids')?.split(',');
  return (one === undefined || group === one) && (any?.includes(group ?? '') ?? true);
}
