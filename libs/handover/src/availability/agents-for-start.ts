import { Injectable } from '@nestjs/common';
import { Clock, type SessionId } from '#kernel';
import { needsAgents, type Tenant } from '#tenant-config';
import { type AgentCounts, isClosed } from '#handover-rules';
import { FindSession } from '../sessions/find-session.js';
import { AvailableAgents } from './available-agents.js';

/** Counts the agents for a requested handover, before its transaction begins. */
@Injectable()
export class AgentsForStart {
  constructor(
    private readonly sessions: FindSession,
    private readonly agents: AvailableAgents,
    private readonly clock: Clock,
  ) {}

  /** @returns undefined if the tenant's availability does not depend on them now, or if they are not known */
  async run(
    tenant: Tenant,
    { sessionId, categoryIds }: { readonly sessionId: SessionId; readonly categoryIds: readonly string[] },
  ): Promise<AgentCounts | undefined> {
    const { enabled, availability } = tenant.handover;
    const decides = enabled && needsAgents(availability.mode) && !isClosed(availability, this.clock.now());
    if (!decides) return undefined;
    const { counts } = await this.agents.count(tenant, categoryIds, await this.sourcesFor(tenant, sessionId));
    return counts;
  }

  /** The source of Engage that the customer writes on; undefined: the tenant's own. */
  private async sourcesFor(tenant: Tenant, sessionId: SessionId): Promise<readonly string[] | undefined> {
    if (tenant.engage.nativeSourceIds.length === 0) return undefined;
    const channel = (await this.sessions.run(tenant, sessionId))?.nativeChannel;
    return channel && [channel.sourceId];
  }
}
