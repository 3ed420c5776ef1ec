import type { CheckStatus } from './check-finding.js';
import type { CheckResult } from './check.js';

/** The last result of a check. */
export interface StoredCheck extends CheckResult {
  /** Since when it has this status. */
  readonly changedSince: Date;
  readonly checkedAt: Date;
}

/** The status of a check that is another than before; before is undefined for a first result. */
export interface CheckChange {
  readonly id: string;
  readonly before: CheckStatus | undefined;
  readonly after: CheckStatus;
}

/** How a tenant is, by the last results of its checks. */
export interface HealthSummary {
  /** The worst result; `unknown` before any check has run. */
  readonly status: 'pass' | 'warn' | 'fail' | 'unknown';
  /** When any check ran last. */
  readonly checkedAt: Date | null;
  /** Those that warn or fail. */
  readonly problems: readonly StoredCheck[];
}

export const UNKNOWN_HEALTH: HealthSummary = { status: 'unknown', checkedAt: null, problems: [] };

export function summaryOf(checkedAt: Date, problems: readonly StoredCheck[]): HealthSummary {
  const isFailing = problems.some(({ status }) => status === 'fail');
  return { status: isFailing ? 'fail' : problems.length > 0 ? 'warn' : 'pass', checkedAt, problems };
}
