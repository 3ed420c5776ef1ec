import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { AgentCounts } from '#handover-rules';
import { type AgentOnDuty, AgentsOnDuty } from '../ports/agents-on-duty.js';

/** Together with the time of a look-up, an answer is never older than 15 s. */
const FRESH_MS = 10_000;
/** A bot waits for the answer, Chatlayer for three seconds. */
const LOOK_UP_MS = 2_000;
/** How long the last known agents are used when Engage does not answer. */
const LAST_KNOWN_MS = 5 * 60_000;
/** Sets of sources and category of all tenants; beyond it the least recently used one is removed. */
const MOST_REMEMBERED = 10_000;

interface Asked {
  readonly tenant: Tenant;
  readonly sourceIds: readonly string[];
  readonly categoryId: string;
}

interface Seen {
  /** Undefined: not known. */
  readonly agents: readonly AgentOnDuty[] | undefined;
  readonly at: Date;
}

export interface AgentsSeen {
  /** Undefined: Engage has not answered for several minutes. */
  readonly counts: AgentCounts | undefined;
  /** When they were counted. */
  readonly at: Date;
}

/**
 * Counts the agents of a tenant who could take a conversation. All callers within ten seconds share one look-up, also while it
 * is running; one that fails or takes too long is not repeated in that time either, and the last known agents are used
 * meanwhile.
 */
@Injectable()
export class AvailableAgents {
  private readonly logger = new Logger(AvailableAgents.name);
  private readonly seen: LRUCache<string, Seen, Asked>;

  constructor(
    private readonly onDuty: AgentsOnDuty,
    private readonly clock: Clock,
  ) {
    this.seen = new LRUCache<string, Seen, Asked>({
      max: MOST_REMEMBERED,
      ttl: FRESH_MS,
      ttlResolution: 0,
      perf: { now: () => clock.millis() },
      ignoreFetchAbort: true, // all callers get the answer, even of a look-up that was removed from the cache meanwhile
      fetchMethod: (_key, earlier, { context }) => this.lookUp(context, earlier),
    });
  }

  /**
   * Agents who have the tenant's agent category and all the others, and may reply on one of the sources.
   *
   * @param sourceIds left out: the tenant's own source, else those that Engage serves
   */
  async count(tenant: Tenant, categoryIds: readonly string[], sourceIds = sourcesOf(tenant)): Promise<AgentsSeen> {
    const { agentCategoryId } = tenant.engage;
    if (agentCategoryId === undefined) return { counts: undefined, at: this.clock.now() };
    const all = [...new Set([agentCategoryId, ...categoryIds])];
    const seen = await Promise.all(all.map((categoryId) => this.ofCategory({ tenant, sourceIds, categoryId })));
    return { counts: inAll(seen), at: new Date(Math.min(...seen.map(({ at }) => at.getTime()))) };
  }

  private ofCategory(asked: Asked): Promise<Seen> {
    const { tenant, sourceIds, categoryId } = asked;
    const key = JSON.stringify([tenant.id, tenant.engage.baseApiUrl, sourceIds, categoryId]);
    return this.seen.forceFetch(key, { context: asked });
  }

  private async lookUp({ tenant, ...asked }: Asked, earlier: Seen | undefined): Promise<Seen> {
    const at = this.clock.now();
    const signal = AbortSignal.timeout(LOOK_UP_MS);
    try {
      return { agents: await this.onDuty.find(tenant, asked, signal), at };
    } catch (error) {
      this.logger.warn({ tenantId: tenant.id, err: error }, 'Engage did not say which agents are available.');
      const isUsable = earlier && at.getTime() - earlier.at.getTime() < LAST_KNOWN_MS;
      return isUsable ? earlier : { agents: undefined, at };
    }
  }
}

function sourcesOf({ engage: { sourceId, nativeSourceIds } }: Tenant): readonly string[] {
  return sourceId === undefined ? nativeSourceIds : [sourceId];
}

/** Agents who are among those of every category. */
function inAll(seen: readonly Seen[]): AgentCounts | undefined {
  const [first, ...others] = seen.map(({ agents }) => agents);
  if (!first || others.includes(undefined)) return undefined;
  const skilled = first.filter(({ agentId }) =>
    others.every((agents) => agents?.some((one) => one.agentId === agentId)),
  );
  return { connected: skilled.length, available: skilled.filter(({ isAvailable }) => isAvailable).length };
}
