/** How long a run may take, in milliseconds. */
export interface RunLimits {
  /** All checks together. */
  readonly totalMs: number;
  /** One check, from the end of those that it needs. */
  readonly checkMs: number;
}

/** An administrator waits ten seconds at most; half a second of it is for what is not a check. */
export const RUN_LIMITS: RunLimits = { totalMs: 9_500, checkMs: 6_000 };
