import type { Params } from './params.js';

const DEFAULT_LIMIT = 30;
const MAX_LIMIT = 150;

export interface Page {
  readonly count: number;
  readonly offset: number;
  readonly limit: number;
  readonly records: unknown[];
}

/** One page in Engage's envelope; a limit above 150 is clamped. */
export function page<Item>(items: Item[], params: Params, present: (item: Item) => unknown): Page {
  const offset = params.count('offset') ?? 0;
  const limit = Math.min(MAX_LIMIT, params.count('limit') ?? DEFAULT_LIMIT);
  return { count: items.length, offset, limit, records: items.slice(offset, offset + limit).map(present) };
}
