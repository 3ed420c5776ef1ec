import { expect, it } from 'vitest';
import { InvalidInput } from './invalid-input.error.js';
import { decodeTimeCursor, encodeCursor } from './page.js';

const id = '8c1f2a34-0000-4000-8000-123456789abc';

it('reads what it has written', () => {
  expect(decodeTimeCursor(encodeCursor(['2026-03-02T09:00:00.000Z', id]))).toEqual(['2026-03-02T09:00:00.000Z', id]);
});

it.each([
  ['no date', ['2026-13-45T00:00:00Z', id]],
  ['the year 0', ['0000-11-30T02:24:38.384Z', id]],
  ['a year before that', ['-000001-01-01T00:00:00.000Z', id]],
  ['the year 10000', ['+010000-01-01T00:00:00.000Z', id]],
  ['the last moment of JavaScript', ['+275760-09-13T00:00:00.000Z', id]],
  ['a date that is too long', [`2026-03-02T09:00:00.000Z${' '.repeat(64)}`, id]],
  ['no id', ['2026-03-02T09:00:00.000Z', 'x']],
  ['too little', [id]],
])('refuses a cursor with %s', (_, position) => {
  expect(() => decodeTimeCursor(encodeCursor(position))).toThrow(InvalidInput);
});
