/**
 * One range of bytes in a request (RFC 9110, section 14.1.2): from an offset, between two offsets, or the last bytes.
 */
export type WantedRange = { readonly first: number; readonly last?: number } | { readonly suffix: number };

/** The bytes that are served, the last one included. */
export interface Portion {
  readonly start: number;
  readonly end: number;
}

/** Up to fifteen digits: such numbers are exact. */
const ONE_RANGE = /^bytes=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i;

/**
 * The range of a `Range` header; undefined for several ranges and for malformed ones, which are answered with the whole
 * file.
 */
export function readRange(header: string | undefined): WantedRange | undefined {
  const [, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? [];
  if (first === '') return last === '' ? undefined : { suffix: Number(last) };
  if (last === '') return { first: Number(first) };
  return Number(first) <= Number(last) ? { first: Number(first), last: Number(last) } : undefined;
}

/** The wanted part of a file of this size; undefined: the whole file, also if the size is unknown. */
export function portionOf(
  wanted: WantedRange | undefined,
  size: number | undefined,
): Portion | 'unsatisfiable' | undefined {
  if (!wanted || size === undefined) return undefined;
  const start = 'suffix' in wanted ? Math.max(0, size - wanted.suffix) : wanted.first;
  const end = Math.min(size - 1, 'last' in wanted ? (wanted.last ?? size) : size);
  return start <= end ? { start, end } : 'unsatisfiable';
}
