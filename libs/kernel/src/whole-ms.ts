declare const unit: unique symbol;

/** A duration that an integer column takes: whole milliseconds, not negative. Ports ask for it where SQL stores integers. */
export type WholeMs = number & { readonly [unit]: 'ms' };

/** More than anything here lasts, and within every integer type (24 days). */
const MOST_MS = 2 ** 31 - 1;

/** Rounds and bounds a duration in milliseconds, whatever it was computed from. @throws RangeError for NaN */
export function wholeMs(milliseconds: number): WholeMs {
  if (Number.isNaN(milliseconds)) throw new RangeError('A duration is a number of milliseconds.');
  return Math.min(Math.max(Math.round(milliseconds), 0), MOST_MS) as WholeMs;
}
