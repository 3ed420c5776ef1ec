const FIRST_MS = 1_000;
const CAP_IN_FIRST_MINUTE_MS = 8_000;
const CAP_MS = 30_000;
const MINUTE_MS = 60_000;

/**
 * How long to wait before the next try, in milliseconds: doubling from one second, at most 10 s apart within the first
 * minute and 30 s (plus jitter) later. `random` returns numbers in [0, 1); the jitter is up to a quarter more or less.
 */
export function backoffMs(failures: number, heldMs: number, random: () => number): number {
  const cap = heldMs < MINUTE_MS ? CAP_IN_FIRST_MINUTE_MS : CAP_MS;
  const base = Math.min(cap, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return Math.round(base * (0.75 + random() / 2));
}
