import { describe, expect, it } from 'vitest';
import {
  isDeeperThan,
  isStorable,
  readCount,
  readId,
  readJson,
  readObject,
  readObjects,
  readScalar,
  readScalars,
  readText,
  readTexts,
  readWords,
  tryReadJson,
} from './index.js';

const LONG = readJson('9007199254740993');
const FOREIGN = ['', ' ', 'a', '\0', 0, 7, -1, LONG, true, null, undefined, [], ['a', 7, null], {}, { a: 1 }];

describe('the readers of foreign JSON', () => {
  it.each([
    ['readObject', (value: unknown) => readObject(value), { a: 1 }, {}],
    ['readObjects', (value: unknown) => readObjects([value]), [{ a: 1 }], []],
  ])('%s accepts objects only', (_name, read, ofObject, ofOther) => {
    expect(read({ a: 1 })).toEqual(ofObject);
    for (const value of FOREIGN.filter((one) => typeof one !== 'object' || one === LONG || Array.isArray(one)))
      expect(read(value)).toEqual(ofOther);
  });

  it('accepts lists only where a list is read', () => {
    for (const value of FOREIGN.filter((one) => !Array.isArray(one)))
      expect([readObjects(value), readTexts(value), readScalars(value)]).toEqual([[], [], []]);
    expect(readTexts(['a', 7, '', null, ['b']])).toEqual(['a', '']);
    expect(readScalars(['a', 7, LONG, '', null, ['b']])).toEqual(['a', '7', '9007199254740993']);
  });

  it('reads text in a form that a database can store', () => {
    expect(['', ' a\0', '\uD800', 'abcdef'].map((text) => readText(text, 4))).toEqual([
      '',
      ' a\uFFFD',
      '\uFFFD',
      'abcd',
    ]);
    expect(['', ' \n', ' a ', 7, null].map((value) => readWords(value))).toEqual([
      undefined,
      undefined,
      ' a ',
      undefined,
      undefined,
    ]);
  });

  it('reads a number as text with all its digits', () => {
    expect([LONG, 0, 'x', '', true, null].map(readScalar)).toEqual([
      '9007199254740993',
      '0',
      'x',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads ids of at most 256 characters', () => {
    expect(readId('i'.repeat(256))).toHaveLength(256);
    expect(['i'.repeat(257), '', [], {}].map(readId)).toEqual([undefined, undefined, undefined, undefined]);
    expect([7, LONG, 'a\uFFFD'].map(readId)).toEqual(['7', '9007199254740993', 'a\uFFFD']);
  });

  it('keeps different ids different, also those that a database cannot store', () => {
    const ids = ['\uFFFD', '\0', '\uD800', '\uDC00', 'a\0', 'a\uD800', 'a', '\uFFFDid:0000', '\uFFFDid:'];
    const read = ids.map((id) => readId(id) ?? '');
    expect(new Set(read).size).toBe(ids.length);
    expect(read.every(isStorable)).toBe(true);
    expect(readId('\0'.repeat(256))?.length).toBeLessThan(1_100);
  });

  it('reads counts within their bounds, also when written as text', () => {
    expect([0, 5, '5', ' 3 ', 1.5].map((value) => readCount(value, 5))).toEqual([0, 5, 5, 3, 1.5]);
    for (const value of [-1, 6, '', ' ', 'many', '0x', true, null, [], LONG])
      expect(readCount(value, 5)).toBeUndefined();
  });

  it('returns undefined for text that is not JSON', () => {
    expect(['{"a":1}', 'null', '{"a":', ''].map(tryReadJson)).toEqual([{ a: 1 }, null, undefined, undefined]);
  });

  it('measures how deep a value is nested', () => {
    const nested = readJson('{"a":[{"b":[]}]}');
    expect([3, 4].map((levels) => isDeeperThan(levels, nested))).toEqual([true, false]);
    expect([null, undefined, 'text', LONG].some((value) => isDeeperThan(0, value))).toBe(false);
  });
});
