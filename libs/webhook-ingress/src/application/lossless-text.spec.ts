import { describe, expect, it } from 'vitest';
import { losslessText } from './lossless-text.js';

/** Broken in one byte, so that no part of it is read as a whole. */
const broken = (text: string) => Buffer.concat([Buffer.from(text), Buffer.from([0xff])]);

describe('losslessText', () => {
  it('reads UTF-8 as it is', () => {
    for (const text of ['', 'plain', 'Müller 日本 👩‍👧 \uFFFD', 'é'.repeat(5_000)]) {
      expect(losslessText(Buffer.from(text))).toBe(text);
      expect(losslessText(broken(text))).toBe(`${text}\uDCFF`);
    }
  });

  it.each([
    ['Latin-1', [0x4d, 0xfc], 'M\uDCFC'],
    ['a sequence that ends too early', [0xe2, 0x82, 0x41], '\uDCE2\uDC82A'],
    ['an overlong sequence', [0xc0, 0xaf], '\uDCC0\uDCAF'],
    ['an encoded surrogate', [0xed, 0xa0, 0x80], '\uDCED\uDCA0\uDC80'],
    ['more than U+10FFFF', [0xf4, 0x90, 0x80, 0x80], '\uDCF4\uDC90\uDC80\uDC80'],
  ])('reads %s as lone surrogates', (_, bytes, text) => {
    expect(losslessText(Buffer.from(bytes))).toBe(text);
  });

  it('reads as much as a decoder that replaces, for any bytes', () => {
    for (let first = 0; first < 256; first++)
      for (const second of [0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff]) {
        const bytes = Buffer.from([first, second, 0x80, 0x41]);
        const readable = (text: string) => text.replaceAll(/\uFFFD/g, '');
        expect(readable(losslessText(bytes).toWellFormed())).toBe(readable(bytes.toString('utf8')));
      }
  });

  it('reads large bodies that are broken', () => {
    expect(losslessText(Buffer.alloc(5_000_000, 0xfc))).toHaveLength(5_000_000);
    expect(losslessText(broken('日'.repeat(1_000_000)))).toHaveLength(1_000_001);
  });
});
