import type { TenantId } from '#kernel';

/** Calls that Engage allows a domain in a rolling minute. */
export const CALLS_PER_MINUTE = 500;

/** `agent-facing`: a person waits for it. `background`: sweeps and checks. */
export type CallPriority = 'agent-facing' | 'background';

export interface RateUsage {
  readonly calls: number;
  readonly allowed: number;
  /** Whether Engage itself asks to wait. */
  readonly blocked: boolean;
}

/**
 * Keeps the REST calls of all replicas within what Engage allows a domain: 500 in a rolling minute. Background calls
 * may use a tenth of that, but none of the last fifth, so that calls that a person waits for come first. Once four
 * fifths are used, a tenant that had its equal share (among the tenants active in that minute) waits, while the others
 * may continue.
 */
export abstract class RateGovernor {
  /**
   * Counts one call.
   * @param domain host of the REST API
   * @throws EngageBudgetSpent when the call must wait
   */
  abstract admit(domain: string, tenantId: TenantId, priority: CallPriority): Promise<void>;

  /** The used part of the domain's allowance in the last minute, by all tenants and replicas. */
  abstract usage(domain: string): Promise<RateUsage>;

  /** Engage itself refused (HTTP 429): the domain is not called for this number of milliseconds. */
  abstract block(domain: string, milliseconds: number): Promise<void>;
}
