import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactNumber, isJsonObject, type JsonObject, numberText, readJson } from './index.js';

const numberOf = (text: string) => (readJson(`{"n":${text}}`) as JsonObject)['n'];

describe('readJson', () => {
  it.each([
    '9007199254740993',
    '-9234567890123457',
    '123456789012345678901234567890',
    '1000000000000000000000',
    '0.1000000000000000055511151231257827',
    '1.00000000000000000001e5',
    '1.2345678e-320',
    '-0.12345678901234567890123',
  ])('keeps the digits of %s, as text and as JSON', (text) => {
    const number = numberOf(text);
    expect(number).toBeInstanceOf(ExactNumber);
    expect(numberText(number)).toBe(text);
    expect(JSON.stringify({ number })).toBe(`{"number":${text}}`);
  });

  it.each([
    '0',
    '-0',
    '1.0',
    '12.50',
    '1e2',
    '1E+2',
    '0e5',
    '-0.0',
    '9007199254740992',
    '0.1',
    '1e308',
    '5e-324',
    '1e-7',
  ])('reads %s as a plain number', (text) => {
    expect(numberOf(text)).toBe(Number(text));
  });

  it.each(['1e400', '-1e400', '1e-400', '7'.repeat(1_001)])(
    'reads as text a number that no database can store: %s',
    (text) => {
      expect(numberOf(text)).toBe(text);
    },
  );

  it('finds such numbers everywhere, except in strings', () => {
    const text = `{"__proto__":9007199254740993,"a":[[9007199254740993,"9007199254740993"]],"q":"\\\\\\"9007199254740993","\\"":1e400}`;
    expect(JSON.stringify(readJson(text))).toBe(text.replace(/1e400/, '"1e400"'));
    expect(numberText(readJson(' 9007199254740993 '))).toBe('9007199254740993');
  });

  it.each([
    '{9007199254740993:1}',
    '{9007199254740993 :1}',
    '09007199254740993',
    '9007199254740993.',
    '--9007199254740993',
    '"9',
    '',
  ])('rejects what is not JSON: %s', (text) => {
    expect(() => readJson(text)).toThrow(SyntaxError);
  });

  it('agrees with JSON.parse on all numbers that a double can hold', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(readJson(text)).toEqual(JSON.parse(text));
      }),
      { seed: 20261201 },
    );
  });

  it('rejects exactly what JSON.parse rejects', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      ' ',
      '-',
      '0',
      '9007199254740993',
      '1e999',
      'e',
      '.',
      'true',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect(isReadable(readJson, text)).toBe(isReadable(JSON.parse, text));
      }),
      { seed: 20261201, numRuns: 20_000 },
    );
  });

  it('keeps the digits of any integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (integer) => {
        expect(numberText(numberOf(String(integer)))).toBe(String(integer));
      }),
      { seed: 20261201, numRuns: 2_000 },
    );
  });

  it('takes time in proportion to the length, whatever the text contains', () => {
    const size = 2_000_000;
    const texts = [
      `["${'\\\\'.repeat(size)}${'\\"'.repeat(size)}",9007199254740993]`,
      `[${'1'.repeat(size)}]`,
      `[${'-'.repeat(size)}]`,
      `[9007199254740993${' '.repeat(size)}]`,
      `[${`0.${'0'.repeat(990)}1,`.repeat(size / 1000)}1]`,
      `${'['.repeat(size)}9007199254740993${']'.repeat(size)}`,
    ];
    const start = performance.now();
    for (const text of texts) isReadable(readJson, text);
    expect(performance.now() - start).toBeLessThan(10_000); // a quadratic step would take minutes
  });
});

it('an exact number is not an object', () => {
  expect(isJsonObject(numberOf('9007199254740993'))).toBe(false);
});

function isReadable(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
}
