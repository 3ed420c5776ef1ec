/** One `keyword:value` of a search, possibly negated. */
export interface SearchTerm {
  readonly keyword: string;
  readonly value: string;
  readonly negated: boolean;
}

export interface SearchQuery {
  readonly terms: SearchTerm[];
  readonly order?: { readonly field: string; readonly direction: 'asc' | 'desc' };
}

const TOKEN = /(-?)(?:([a-z_]+):)?(?:"((?:[^"\\]|\\.)*)"|(\S+))/gi;

/**
 * Engage's search grammar: `keyword:value` pairs separated by spaces, double quotes around values with spaces, `-` negates, bare words
 * are `text:`, `order:field.direction`.
 */
export function parseSearch(query: string): SearchQuery {
  const terms: SearchTerm[] = [];
  let order: SearchQuery['order'];
  for (const [, minus = '', keyword, quoted, plain] of query.matchAll(TOKEN)) {
    const value = quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1');
    if (keyword?.toLowerCase() === 'order') order = parseOrder(value);
    else terms.push({ keyword: keyword?.toLowerCase() ?? 'text', value, negated: minus === '-' });
  }
  return order ? { terms, order } : { terms };
}

function parseOrder(value: string): SearchQuery['order'] {
  const [field = '', direction = 'desc'] = value.split('.');
  return { field, direction: direction === 'asc' ? 'asc' : 'desc' };
}

/** How each keyword is matched for one kind of record. */
export type Matchers<Item> = Readonly<Record<string, (item: Item, value: string) => boolean>>;

export interface SearchResult<Item> {
  readonly items: Item[];
  /** An unknown keyword: then Engage finds nothing. */
  readonly unknown?: string;
}

/** Keywords are joined by AND; several values of one keyword by OR; negated ones must all fail. */
export function search<Item>(items: Item[], query: SearchQuery, matchers: Matchers<Item>): SearchResult<Item> {
  const unknown = query.terms.find(({ keyword }) => !Object.hasOwn(matchers, keyword));
  if (unknown) return { items: [], unknown: unknown.keyword };
  const keywords = [...new Set(query.terms.filter(({ negated }) => !negated).map(({ keyword }) => keyword))];
  const matches = (item: Item, { keyword, value }: SearchTerm): boolean => matchers[keyword]?.(item, value) ?? false;
  const found = items.filter(
    (item) =>
      keywords.every((keyword) =>
        query.terms.some((term) => !term.negated && term.keyword === keyword && matches(item, term)),
      ) && query.terms.every((term) => !term.negated || !matches(item, term)),
  );
  return { items: found };
}

export const isYes = (value: string): boolean => ['true', '1', 'on', 'yes'].includes(value.toLowerCase());
