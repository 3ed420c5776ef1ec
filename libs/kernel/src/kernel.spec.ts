import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cleanJson, cleanText, Secret, SystemClock } from './index.js';

describe('Secret', () => {
  const secret = new Secret('tok_very-long-and-secret-9f3a');

  it('never prints its value', () => {
    expect([String(secret), JSON.stringify({ secret }), inspect({ secret })].join()).not.toContain('very-long');
  });

  it('shows the last four characters of long values only', () => {
    expect(secret.last4).toBe('9f3a');
    expect(new Secret('short').last4).toBe('');
  });
});

describe('cleanText', () => {
  it('replaces what PostgreSQL cannot store and nothing else', () => {
    expect(cleanText('a\0b\ud800c👩‍👧')).toBe('a\uFFFDb\uFFFDc👩‍👧');
  });

  it('cleans nested JSON, keys included', () => {
    expect(cleanJson({ 'k\0': ['\udfff', 1, null, { x: 'ok' }] })).toEqual({
      'k\uFFFD': ['\uFFFD', 1, null, { x: 'ok' }],
    });
  });

  it('keeps a key named __proto__ as data', () => {
    const cleaned = cleanJson(JSON.parse('{"__proto__":{"polluted":true}}') as object);
    expect(JSON.stringify(cleaned)).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

it('SystemClock returns the time in milliseconds too', () => {
  const clock = new SystemClock();
  expect(clock.millis() - clock.now().getTime()).toBeLessThan(1000);
});
