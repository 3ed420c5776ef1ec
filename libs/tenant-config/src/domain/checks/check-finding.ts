/** How a check of a tenant ended. `warn`: it works, but not well or not for long. `skipped`: it cannot be judged. */
export const CHECK_STATUSES = ['pass', 'warn', 'fail', 'skipped'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** What a check has found, in words for people who know neither this service nor Engage well. Never a secret. */
export interface CheckFinding {
  readonly status: CheckStatus;
  /** What was seen: the cause. */
  readonly detail: string;
  /** What to do about it, with the setting or the page of Engage; null if nothing has to be done. */
  readonly fix: string | null;
  /** Skipped only for now, to limit calls to Engage: the earlier result is still valid. */
  readonly postponed?: true;
}

export const passed = (detail: string): CheckFinding => ({ status: 'pass', detail, fix: null });

export const warned = (detail: string, fix: string): CheckFinding => ({ status: 'warn', detail, fix });

export const failed = (detail: string, fix: string): CheckFinding => ({ status: 'fail', detail, fix });

export const skipped = (detail: string, fix: string | null = null): CheckFinding => ({
  status: 'skipped',
  detail,
  fix,
});

export const postponed = (detail: string, fix: string | null = null): CheckFinding => ({
  ...skipped(detail, fix),
  postponed: true,
});
