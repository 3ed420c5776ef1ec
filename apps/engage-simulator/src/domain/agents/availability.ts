import { isLive, workbinOf, type EngageState } from '../state/engage-state.js';
import type { Channel, Task, User } from '../state/model.js';

export type Busyness = 'unoccupied' | 'ok' | 'busy' | 'full';

export interface ChannelStatus {
  readonly id: string;
  readonly name: string;
  /** null: not connected on this channel. */
  readonly status: 'available' | 'away' | null;
  readonly busyness: Busyness;
}

export function workbin(state: EngageState, agent: User, channelId?: string): Task[] {
  const queue = workbinOf(agent.id);
  return state.tasks.filter(
    (task) => isLive(task) && task.queue === queue && (!channelId || task.channel_id === channelId),
  );
}

/** Engage counts an agent busy above the channel's soft limit and full at its hard limit. */
export function busyness(state: EngageState, agent: User, channel: Channel): Busyness {
  const load = workbin(state, agent, channel.id).length;
  if (load === 0) return 'unoccupied';
  if (load >= channel.hard_capability) return 'full';
  return load > channel.soft_capability ? 'busy' : 'ok';
}

export function channelStatuses(state: EngageState, agent: User): ChannelStatus[] {
  return state.channels.all().map((channel) => ({
    id: channel.id,
    name: channel.name,
    status: agent.connected ? (agent.availability[channel.id] ?? null) : null,
    busyness: busyness(state, agent, channel),
  }));
}

/**
 * Whether the agent has the skills: every (or any) category of the thread, depending on the routing switch. A thread
 * without categories matches every agent.
 */
export function hasSkills(state: EngageState, agent: User, categoryIds: string[]): boolean {
  if (categoryIds.length === 0) return true;
  const has = (id: string): boolean => agent.category_ids.includes(id);
  return state.switches.routing.match === 'all' ? categoryIds.every(has) : categoryIds.some(has);
}

export const canReply = (user: User, sourceId: string): boolean =>
  user.sources_permissions[sourceId]?.includes('reply') ?? false;
export const canRead = (user: User, sourceId: string): boolean =>
  user.sources_permissions[sourceId]?.includes('read') ?? false;

/** Agents of the source with the skills, connected or not. */
export function skilledAgents(state: EngageState, sourceId: string, categoryIds: string[]): User[] {
  return state
    .agents()
    .filter((agent) => agent.enabled && canReply(agent, sourceId) && hasSkills(state, agent, categoryIds));
}

export const isAvailable = (agent: User, channelId: string): boolean =>
  agent.connected && agent.availability[channelId] === 'available';

/** Agents with the skills who are connected, available on the channel and not full; the least loaded first. */
export function ringableAgents(state: EngageState, task: Task, categoryIds: string[]): User[] {
  const channel = state.channels.require(task.channel_id);
  return skilledAgents(state, task.source_id, categoryIds)
    .filter((agent) => isAvailable(agent, channel.id) && busyness(state, agent, channel) !== 'full')
    .map((agent) => ({ agent, load: workbin(state, agent).length }))
    .sort((left, right) => left.load - right.load)
    .map(({ agent }) => agent);
}
