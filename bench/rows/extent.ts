/** How long a measurement takes. */
export interface Extent {
  readonly rounds: number;
  readonly roundMs: number;
}

/** Medians of this many rounds are stable within a tenth. */
export const FULL: Extent = { rounds: 5, roundMs: 2_000 };
export const QUICK: Extent = { rounds: 1, roundMs: 1_500 };
