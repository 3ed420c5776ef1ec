declare const unit: unique symbol;

/** A duration for an integer column: whole milliseconds, not negative. Ports require it where SQL stores integers. */
export type WholeMs = number & { readonly [unit]: 'ms' };

/** Longer than any duration here, and within every integer type (24 days). */
const MOST_MS = 2 ** 31 - 1;

/** Rounds a duration in milliseconds and limits it to the valid range. @throws RangeError for NaN */
export function wholeMs(milliseconds: number): WholeMs {
  if (Number.isNaN(milliseconds)) throw new RangeError('A duration is a number of milliseconds.');
  return Math.min(Math.max(Math.round(milliseconds), 0), MOST_MS) as WholeMs;
}
