import type { TenantId } from '#kernel';

/** `agent-facing`: somebody waits for it. `background`: sweeps and checks. */
export type CallPriority = 'agent-facing' | 'background';

/**
 * Keeps the REST calls of all replicas within what Engage allows a domain: 500 in a rolling minute. Background calls may use
 * a tenth of that. When four fifths are used, no tenant gets more than its equal share among those active in that minute.
 */
export abstract class RateGovernor {
  /**
   * Counts one call.
   * @param domain host of the REST API
   * @throws EngageBudgetSpent when the call must wait
   */
  abstract admit(domain: string, tenantId: TenantId, priority: CallPriority): Promise<void>;

  /** Engage itself refused (HTTP 429): nobody calls the domain for so many milliseconds. */
  abstract block(domain: string, milliseconds: number): Promise<void>;
}
