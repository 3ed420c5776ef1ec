import { Controller, Get, Param, Put, UseGuards } from '@nestjs/common';
import { mustBeAllowed } from '../../domain/administration/rights.js';
import { unprocessable } from '../../domain/engage.errors.js';
import { EngageState } from '../../domain/state/engage-state.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import { page, type Page } from '../pages.js';
import { presentPlain } from '../presenters.js';

/** Channel groups of the routing; REST calls them channels. */
@Controller('1.0/channels')
@UseGuards(AccessTokenGuard)
export class ChannelsController {
  constructor(private readonly state: EngageState) {}

  @Get()
  list(@Caller() { params }: Call): Page {
    return page(this.state.channels.all(), params, presentPlain);
  }

  @Get(':id')
  get(@Param('id') id: string): unknown {
    return presentPlain(this.state.channels.require(id));
  }

  @Put(':id')
  update(@Caller() { params, user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'manage_topologies');
    const channel = this.state.channels.require(id);
    const name = params.text('name') ?? channel.name;
    const numbers = [
      'soft_capability',
      'hard_capability',
      'task_timeout_seconds',
      'agent_sla',
      'agent_sla_threshold',
      'task_auto_complete_seconds',
    ];
    for (const field of numbers) channel[field] = params.count(field) ?? channel[field];
    const sourceIds = params.list('source_ids');
    if (sourceIds?.some((sourceId) => !this.state.sources.get(sourceId))) throw unprocessable('Source is invalid');
    Object.assign(channel, { name, label: name, source_ids: sourceIds ?? channel.source_ids });
    for (const sourceId of sourceIds ?? []) this.state.sources.require(sourceId).channel_id = channel.id;
    return presentPlain(channel);
  }
}
