import { expect, it } from 'vitest';
import { wholeMs } from './whole-ms.js';

it.each([
  [3037.5, 3038],
  [0.2, 0],
  [-5, 0],
  [1e21, 2_147_483_647],
  [Infinity, 2_147_483_647],
])('turns %s milliseconds into %s', (given, whole) => {
  expect(wholeMs(given)).toBe(whole);
});

it('rejects what is not a number', () => {
  expect(() => wholeMs(Number.NaN)).toThrow(RangeError);
});
