import { type AvailabilitySettings, needsAgents, needsHours } from '#tenant-config';
import { isOpen } from './opening-hours.js';

/** Agents of the requested categories. */
export interface AgentCounts {
  readonly connected: number;
  /** Those of them who can take a conversation now. */
  readonly available: number;
}

/** Why agents take conversations. `unknown`: Engage did not say which agents are available; then no one is refused. */
export type OpenReason = 'always' | 'open' | 'agents-available' | 'unknown';

/** Why they do not: it is outside the opening hours, or no agent can take a conversation. */
export type ClosedReason = 'closed' | 'no-agents';

export type AvailabilityNow =
  | { readonly available: true; readonly reason: OpenReason }
  | { readonly available: false; readonly reason: ClosedReason };

/**
 * Whether agents take conversations now.
 *
 * @param agents undefined: not read, or not known. Then they count as available: no customer is refused because our look-up failed
 */
export function availabilityNow(
  settings: AvailabilitySettings,
  now: Date,
  agents: AgentCounts | undefined,
): AvailabilityNow {
  const { mode } = settings;
  if (mode === 'always') return { available: true, reason: 'always' };
  if (isClosed(settings, now)) return { available: false, reason: 'closed' };
  if (!needsAgents(mode)) return { available: true, reason: 'open' };
  if (!agents) return { available: true, reason: 'unknown' };
  return agents.available > 0
    ? { available: true, reason: 'agents-available' }
    : { available: false, reason: 'no-agents' };
}

/** Whether it is outside the opening hours, if the mode uses them. */
export function isClosed({ mode, hours }: Pick<AvailabilitySettings, 'mode' | 'hours'>, now: Date): boolean {
  return needsHours(mode) && hours !== undefined && !isOpen(hours, now);
}
