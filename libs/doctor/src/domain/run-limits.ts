/** An administrator waits at most ten seconds; half a second of it is for everything except the checks. */
export const TOTAL_MS = 9_500;

/** For one check, after the checks that it needs have ended. */
export const CHECK_MS = 6_000;
