import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type AgentOnDuty, AgentsOnDuty } from '#handover';
import type { Tenant } from '#tenant-config';
import { EngageRefused } from '../application/engage.errors.js';
import { type AgentOnChannel, EngageDirectory } from './engage-directory.js';
import type { RestContext } from './rest-api.js';

/** A source is rarely moved to another channel group. */
const CHANNEL_KNOWN_MS = 10 * 60_000;
const MOST_CHANNELS = 10_000;
/** An LRU cache cannot contain undefined. */
const ANY_CHANNEL = '';

/**
 * Agents by `GET /status`, which needs the right to monitor tasks. An agent counts on the channel group that the source is in, or on any while
 * the token's user may not read the source. Calls are background calls of the rate limit: deliveries come first.
 */
@Injectable()
export class EngageAgentsOnDuty extends AgentsOnDuty {
  private readonly channels = new LRUCache<string, string>({ max: MOST_CHANNELS, ttl: CHANNEL_KNOWN_MS });

  constructor(private readonly directory: EngageDirectory) {
    super();
  }

  override async find(
    tenant: Tenant,
    { sourceIds, categoryId }: { readonly sourceIds: readonly string[]; readonly categoryId: string },
    signal: AbortSignal,
  ): Promise<AgentOnDuty[]> {
    const context: RestContext = { tenant, signal, priority: 'background' };
    const [agents, ...channels] = await Promise.all([
      this.directory.agents([categoryId], context, sourceIds),
      ...sourceIds.map((id) => this.channelOf(id, context)),
    ]);
    return onDuty(agents, channels);
  }

  /** An unknown group is read together with the agents. */
  private async channelOf(sourceId: string, context: RestContext): Promise<string> {
    const key = JSON.stringify([context.tenant.id, context.tenant.engage.baseApiUrl, sourceId]);
    const known = this.channels.get(key);
    if (known !== undefined) return known;
    const source = await this.directory.source(context, sourceId).catch((error: unknown) => {
      if (error instanceof EngageRefused) return undefined;
      throw error;
    });
    const channel = source?.channelId ?? ANY_CHANNEL;
    this.channels.set(key, channel);
    return channel;
  }
}

/** If an agent is connected on several of the channels, one on which they are available is used. */
function onDuty(agents: readonly AgentOnChannel[], channels: readonly string[]): AgentOnDuty[] {
  const anyChannel = channels.includes(ANY_CHANNEL);
  const found = new Map<string, AgentOnDuty>();
  for (const { agentId, channelId, status, busyness } of agents) {
    if (status === undefined || !(anyChannel || channels.includes(channelId))) continue;
    const isAvailable = status === 'available' && busyness !== 'full';
    found.set(agentId, { agentId, isAvailable: isAvailable || (found.get(agentId)?.isAvailable ?? false) });
  }
  return [...found.values()];
}
