import { Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { mustBeAllowed } from '../../domain/administration/rights.js';
import { EngageState } from '../../domain/state/engage-state.js';
import { IdSource } from '../../domain/ids.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import type { Page } from '../pages.js';
import { NamedRecords } from './named-records.js';

/** Reasons to be away that agents choose from (`custom_status`). Reading and writing needs the right to monitor tasks. */
@Controller('1.0/presence_status')
@UseGuards(AccessTokenGuard)
export class PresenceStatusesController {
  private readonly statuses: NamedRecords;

  constructor(
    private readonly state: EngageState,
    ids: IdSource,
  ) {
    this.statuses = new NamedRecords(state, ids, state.presenceStatuses, 'monitor_tasks');
  }

  @Get()
  list(@Caller() { params, user }: Call): Page {
    mustBeAllowed(this.state, user, 'monitor_tasks');
    return this.statuses.list(params);
  }

  @Get(':id')
  get(@Caller() { user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'monitor_tasks');
    return this.statuses.get(id);
  }

  @Post()
  @HttpCode(200)
  create(@Caller() call: Call): unknown {
    return this.statuses.create(call);
  }

  @Put(':id')
  update(@Caller() call: Call, @Param('id') id: string): unknown {
    return this.statuses.update(call, id);
  }

  @Delete(':id')
  remove(@Caller() call: Call, @Param('id') id: string): unknown {
    const removed = this.statuses.remove(call, id);
    for (const user of this.state.users.filter(({ custom_status }) => custom_status?.id === id))
      user.custom_status = null;
    return removed;
  }
}
