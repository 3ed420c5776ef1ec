import { describe, expect, it } from 'vitest';
import { readInstant } from './instant.js';

describe('readInstant', () => {
  it.each(['2000-01-01T00:00:00Z', '2026-03-02T09:15:00+01:00', '9999-12-31T23:59:59.999Z'])('reads %s', (text) => {
    expect(readInstant(text)).toEqual(new Date(text));
  });

  it.each([
    ['a time before 2000', '1999-12-31T23:59:59Z'],
    ['a time after 9999', '+010000-01-01T00:00:00Z'],
    ['other text', 'soon'],
    ['a number', 1_772_442_900_000],
    ['long text', `2026-03-02T09:15:00Z${' '.repeat(64)}`],
    ['nothing', undefined],
  ])('rejects %s', (_, value) => {
    expect(readInstant(value)).toBeUndefined();
  });
});
