import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../domain-events.js';
import { EngageState } from '../state/engage-state.js';
import { agentResource } from '../event-metadata.js';
import type { User } from '../state/model.js';
import { Tasks } from '../tasks.js';

/** Agents coming, going and becoming free. */
@Injectable()
export class AgentPresence {
  constructor(
    private readonly state: EngageState,
    private readonly events: DomainEvents,
    private readonly tasks: Tasks,
  ) {}

  connect(agent: User): void {
    if (agent.connected) return;
    agent.connected = true;
    this.emit('push_agent.connected', agent);
    this.tasks.rerouteWaiting();
  }

  disconnect(agent: User): void {
    if (!agent.connected) return;
    agent.connected = false;
    this.emit('push_agent.disconnected', agent);
    this.tasks.withdrawOffers(agent);
  }

  /** One availability for all channels, or one each. */
  setAvailability(
    agent: User,
    availability: 'available' | 'away' | Record<string, 'available' | 'away'>,
    actorId = agent.id,
  ): void {
    for (const channel of this.state.channels.all()) {
      agent.availability[channel.id] =
        typeof availability === 'string' ? availability : (availability[channel.id] ?? 'away');
    }
    agent.custom_status = null;
    this.events.emit({
      type: 'push_agent.availability_change',
      userId: actorId,
      resource: agentResource(this.state, agent),
    });
    this.tasks.withdrawOffers(agent);
    this.tasks.rerouteWaiting();
  }

  private emit(type: string, agent: User): void {
    this.events.emit({ type, userId: agent.id, resource: agentResource(this.state, agent) });
  }
}
