import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.js';

const NOW = Date.parse('2026-02-03T09:15:41Z');

it.each<[unknown, number | undefined]>([
  ['3', 3_000],
  ['Tue, 03 Feb 2026 09:15:51 GMT', 10_000],
  ['Tue, 03 Feb 2026 09:15:31 GMT', -10_000],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('reads %j', (header, milliseconds) => {
  expect(retryAfterMs(header, NOW)).toBe(milliseconds);
});
