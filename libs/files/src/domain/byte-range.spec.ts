import { describe, expect, it } from 'vitest';
import { portionOf, readRange } from './byte-range.js';

describe('a range of bytes', () => {
  it.each([
    ['bytes=0-1', { start: 0, end: 1 }],
    ['bytes=10-', { start: 10, end: 99 }],
    ['Bytes= 10 - 19 ', { start: 10, end: 19 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=100-200', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', undefined],
    ['bytes=0-1,5-6', undefined],
    ['bytes=-', undefined],
    ['bytes=a-b', undefined],
    ['items=0-1', undefined],
    ['bytes=0-99999999999999999999', undefined],
    [undefined, undefined],
  ])('%s of 100 bytes is %o', (header, portion) => {
    expect(portionOf(readRange(header), 100)).toEqual(portion);
  });

  it('is the whole file if the size is unknown, and unsatisfiable for an empty file', () => {
    expect(portionOf(readRange('bytes=0-1'), undefined)).toBeUndefined();
    expect(portionOf(readRange('bytes=0-1'), 0)).toBe('unsatisfiable');
  });
});
