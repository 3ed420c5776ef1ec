/** An administrator waits ten seconds at most; half a second of it is for what is not a check. */
export const TOTAL_MS = 9_500;

/** For one check, from the end of those that it needs. */
export const CHECK_MS = 6_000;
