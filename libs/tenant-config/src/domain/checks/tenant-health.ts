import type { CheckStatus } from './check-finding.js';
import type { CheckResult } from './check.js';

/** The last result of a check. */
export interface StoredCheck extends CheckResult {
  /** Since when it has this status. */
  readonly changedSince: Date;
  readonly checkedAt: Date;
}

/** A status of a check that has changed; `before` is undefined for a first result. */
export interface CheckChange {
  readonly id: string;
  readonly before: CheckStatus | undefined;
  readonly after: CheckStatus;
}

/** The health of a tenant, by the last results of its checks. */
export interface HealthSummary {
  /** The worst result; without a problem it is `unknown` until all checks have run. */
  readonly status: 'pass' | 'warn' | 'fail' | 'unknown';
  /** The time of the latest result, also of one that traffic showed. */
  readonly checkedAt: Date | null;
  /** Whether all checks have run; traffic alone shows a few of them. */
  readonly isComplete: boolean;
  /** Results that warn or fail. */
  readonly problems: readonly StoredCheck[];
}

export function summaryOf(facts: Omit<HealthSummary, 'status'>): HealthSummary {
  return { ...facts, status: statusOf(facts) };
}

export const UNKNOWN_HEALTH = summaryOf({ checkedAt: null, isComplete: false, problems: [] });

function statusOf({ isComplete, problems }: Omit<HealthSummary, 'status'>): HealthSummary['status'] {
  if (problems.some(({ status }) => status === 'fail')) return 'fail';
  if (problems.length > 0) return 'warn';
  return isComplete ? 'pass' : 'unknown';
}
