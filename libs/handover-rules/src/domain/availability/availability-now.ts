import { type AvailabilitySettings, needsAgents, needsHours } from '#tenant-config';
import { isOpen } from './opening-hours.js';

/** Agents of the asked categories. */
export interface AgentCounts {
  readonly connected: number;
  /** Those of them who can take a conversation now. */
  readonly available: number;
}

/** Why agents take conversations: by the mode, or as Engage did not say who is there, which refuses no one. */
export type OpenReason = 'always' | 'open' | 'agents-available' | 'unknown';

/** Why they do not: it is outside the opening hours, or no agent can take a conversation. */
export type ClosedReason = 'closed' | 'no-agents';

export type AvailabilityNow =
  | { readonly available: true; readonly reason: OpenReason }
  | { readonly available: false; readonly reason: ClosedReason };

/**
 * Whether agents take conversations now.
 *
 * @param agents undefined: not asked for, or not known. Then they count as available: no customer is refused because of our look-up
 */
export function availabilityNow(
  { mode, hours }: AvailabilitySettings,
  now: Date,
  agents: AgentCounts | undefined,
): AvailabilityNow {
  if (mode === 'always') return { available: true, reason: 'always' };
  if (isClosed({ mode, hours }, now)) return { available: false, reason: 'closed' };
  if (!needsAgents(mode)) return { available: true, reason: 'open' };
  if (!agents) return { available: true, reason: 'unknown' };
  return agents.available > 0
    ? { available: true, reason: 'agents-available' }
    : { available: false, reason: 'no-agents' };
}

/** Whether it is outside the opening hours, where the mode asks for them. */
export function isClosed({ mode, hours }: Pick<AvailabilitySettings, 'mode' | 'hours'>, now: Date): boolean {
  return needsHours(mode) && hours !== undefined && !isOpen(hours, now);
}
