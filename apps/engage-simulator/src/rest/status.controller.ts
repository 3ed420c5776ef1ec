import { Controller, Get, Param, Put, UseGuards } from '@nestjs/common';
import { AgentPresence } from '../domain/agents/agent-presence.js';
import { canReply, channelStatuses } from '../domain/agents/availability.js';
import { badRequest, notFound } from '../domain/engage.errors.js';
import { mustBeAllowed } from '../domain/administration/rights.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { User } from '../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from './caller.js';

/** Connected agents, as an array without an envelope. */
@Controller('1.0/status')
@UseGuards(AccessTokenGuard)
export class StatusController {
  constructor(
    private readonly state: EngageState,
    private readonly presence: AgentPresence,
  ) {}

  @Get()
  list(@Caller() { params, user }: Call): unknown[] {
    mustBeAllowed(this.state, user, 'monitor_tasks');
    const matches = (name: string, test: (value: string) => boolean): boolean => params.list(name)?.some(test) ?? true;
    return this.state
      .agents()
      .filter((agent) => agent.connected)
      .filter((agent) => matches('source_ids', (id) => canReply(agent, id)))
      .filter((agent) => matches('category_ids', (id) => agent.category_ids.includes(id)))
      .filter((agent) => matches('team_ids', (id) => agent.team_ids.includes(id)))
      .filter((agent) => matches('spoken_languages', (language) => agent.spoken_languages.includes(language)))
      .map((agent) => this.present(agent));
  }

  @Get(':id')
  get(@Caller() { user }: Call, @Param('id') id: string): unknown {
    this.checkRight(user, id);
    return this.present(this.connected(id));
  }

  /** Needs a status for every channel. */
  @Put(':id')
  set(@Caller() { params, user }: Call, @Param('id') id: string): unknown {
    this.checkRight(user, id);
    const agent = this.connected(id);
    const wanted = params.hash('status');
    if (!wanted) throw badRequest('status is missing');
    const entries = this.state.channels.all().map((channel) => [channel.id, wanted[channel.id]] as const);
    if (entries.some(([, value]) => value !== 'available' && value !== 'away'))
      throw badRequest('status must name every channel as away or available');
    this.presence.setAvailability(agent, Object.fromEntries(entries) as Record<string, 'available' | 'away'>, user.id);
    return this.present(agent);
  }

  /** The user's own status, or any with the right to monitor tasks. */
  private checkRight(user: User, id: string): void {
    if (user.id !== id) mustBeAllowed(this.state, user, 'monitor_tasks');
  }

  private connected(id: string): User {
    const agent = this.state.users.get(id);
    if (!agent) throw notFound('User not found');
    if (!agent.connected) throw notFound('Agent is disconnected', 'disconnected');
    return agent;
  }

  private present(agent: User): unknown {
    return { agent_id: agent.id, channels: channelStatuses(this.state, agent), custom_status: agent.custom_status };
  }
}
