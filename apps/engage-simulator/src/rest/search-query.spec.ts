import { describe, expect, it } from 'vitest';
import { parseSearch, search } from './search-query.js';

const records = [
  { id: 'a', source: 's1', tags: ['x'] },
  { id: 'b', source: 's1', tags: ['y'] },
  { id: 'c', source: 's2', tags: ['x', 'y'] },
];
const matchers = {
  foreign: (item: { id: string }, value: string) => item.id === value,
  source: (item: { source: string }, value: string) => item.source === value,
  tag: (item: { tags: string[] }, value: string) => item.tags.includes(value),
  text: () => false,
};
const ids = (query: string): string[] => search(records, parseSearch(query), matchers).items.map(({ id }) => id);

describe('the search grammar', () => {
  it('joins keywords by AND and repeated keywords by OR', () => {
    expect(ids('source:s1 tag:x')).toEqual(['a']);
    expect(ids('foreign:a foreign:c')).toEqual(['a', 'c']);
  });

  it('negates with a minus', () => {
    expect(ids('tag:y -source:s2')).toEqual(['b']);
  });

  it('reads values in double quotes, with escaped quotes', () => {
    expect(parseSearch('foreign:"conv 1 \\"x\\"" source:s').terms).toEqual([
      { keyword: 'foreign', value: 'conv 1 "x"', negated: false },
      { keyword: 'source', value: 's', negated: false },
    ]);
  });

  it('reads bare words as text, and order separately', () => {
    expect(parseSearch('hello order:created_at.asc')).toEqual({
      terms: [{ keyword: 'text', value: 'hello', negated: false }],
      order: { field: 'created_at', direction: 'asc' },
    });
  });

  it('finds nothing by an unknown keyword', () => {
    expect(search(records, parseSearch('foreign_id:a'), matchers)).toEqual({ items: [], unknown: 'foreign_id' });
  });
});
