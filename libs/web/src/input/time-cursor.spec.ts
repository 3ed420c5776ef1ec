import { expect, it } from 'vitest';
import { InvalidInput } from './invalid-input.error.js';
import { decodeTimeCursor, encodeCursor } from './page.js';

const id = '8c1f2a34-0000-4000-8000-123456789abc';

it('reads back what it wrote', () => {
  expect(decodeTimeCursor(encodeCursor(['2026-03-02T09:00:00.000Z', id]))).toEqual(['2026-03-02T09:00:00.000Z', id]);
});

it.each([
  ['no date', ['2026-13-45T00:00:00Z', id]],
  ['no id', ['2026-03-02T09:00:00.000Z', 'x']],
  ['too little', [id]],
])('refuses a cursor with %s', (_, position) => {
  expect(() => decodeTimeCursor(encodeCursor(position))).toThrow(InvalidInput);
});
