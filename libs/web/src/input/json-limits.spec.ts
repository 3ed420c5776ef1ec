import { describe, expect, it } from 'vitest';
import { API_JSON, JsonTooComplex, limitJson } from './json-limits.js';
import { shapeOf } from './json-shape.js';

describe('shapeOf', () => {
  it.each<[string, Partial<ReturnType<typeof shapeOf>>]>([
    ['1', { depth: 0, values: 0, containers: 0, longestNumber: 1 }],
    ['[]', { depth: 1, values: 0, containers: 1 }],
    ['{"a":1,"a":2}', { depth: 1, values: 2, containers: 1, longestKey: 1, longestNumber: 1 }],
    ['[[],{},[1]]', { depth: 2, values: 4, containers: 4 }],
    [' { "key" : [ -12.5e3 , true , null ] } ', { depth: 2, values: 4, longestKey: 3, longestNumber: 7 }],
    ['{"[{,:\\"":"{\\\\"}', { depth: 1, values: 1, containers: 1, longestKey: 6 }],
    ['["a","bcdef"]', { values: 2, longestKey: 0, longestNumber: 0 }],
  ])('measures %s', (text, shape) => {
    expect(shapeOf(text)).toMatchObject(shape);
  });

  it.each(['', '"', '"\\', '{"a', ']]]]', '{{{{', ',,,,', '::::', '\u0000', '1e', 'x'])('ends for %j', (text) => {
    expect(shapeOf(text).values).toBeLessThanOrEqual(text.length);
  });
});

describe('limitJson', () => {
  const detailsOf = (text: string): string[] => {
    try {
      limitJson(text, API_JSON);
    } catch (error) {
      if (error instanceof JsonTooComplex) return error.errors.map(({ detail }) => detail);
    }
    return [];
  };

  it('stops counting at ten times the limit: the rest would only cost time', () => {
    expect(detailsOf(`[${'1,'.repeat(3_000_000)}1]`)).toEqual([
      'has 250001 members and elements; at most 25000 are read',
    ]);
  });

  it.each([
    [`${'['.repeat(101)}${']'.repeat(101)}`, 'has 101 levels of nesting; at most 100 are read'],
    [`[${'1,'.repeat(25_000)}1]`, 'has 25001 members and elements; at most 25000 are read'],
    [`[${'{},'.repeat(7_000)}1]`, 'has 7001 objects and lists; at most 7000 are read'],
    [
      `[${'1234567890123456,'.repeat(5_000)}1234567890123456]`,
      'has 5001 numbers of more than 15 characters; at most 5000 are read',
    ],
    [`{"${'k'.repeat(1_025)}":1}`, 'has 1025 characters in one key; at most 1024 are read'],
    [`[${'9'.repeat(1_025)}]`, 'has 1025 characters in one number; at most 1024 are read'],
  ])('names the limit and what was found', (text, detail) => {
    expect(detailsOf(text)).toEqual([detail]);
  });

  it('accepts the largest valid bodies: a profile of 64 KB, a transcript of 1,000 turns', () => {
    const profile = Object.fromEntries(Array.from({ length: 8_000 }, (_, index) => [index.toString(36), 1]));
    const choice = { type: 'quick_replies', items: [{ title: 'a' }, { title: 'b' }, { title: 'c' }] };
    const turn = { author: 'bot', messageId: 'm', text: 'Which?', sentAt: '2026-03-02T09:14:50Z', content: choice };
    expect(detailsOf(JSON.stringify({ profile }))).toEqual([]);
    expect(detailsOf(JSON.stringify({ transcript: Array.from({ length: 1_000 }, () => turn) }))).toEqual([]);
  });
});
