/** How long a measurement takes. */
export interface Extent {
  readonly rounds: number;
  readonly roundMs: number;
  /** Load before the first round, in milliseconds: V8 compiles and optimizes hot code for about twenty seconds. */
  readonly warmUpMs: number;
}

/** Medians of this many rounds are stable within a tenth. */
export const FULL: Extent = { rounds: 5, roundMs: 2_000, warmUpMs: 10_000 };
export const QUICK: Extent = { rounds: 1, roundMs: 1_500, warmUpMs: 2_000 };
