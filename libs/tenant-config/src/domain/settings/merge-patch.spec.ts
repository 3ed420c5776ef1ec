import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#kernel';
import { mergePatch, removes, touchedPaths } from './merge-patch.js';

describe('mergePatch', () => {
  // The examples of RFC 7396, appendix A, whose patch is an object.
  it.each<[JsonObject, JsonObject, JsonObject]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j + %j = %j', (target, patch, merged) => {
    const before = structuredClone(target);
    expect(mergePatch(target, patch)).toEqual(merged);
    expect(target).toEqual(before);
  });

  it('finds what a patch removes and touches', () => {
    const patch = { name: 'x', engage: { apiAccessToken: null, verifyToken: 'v' }, bot: null };
    expect(removes(patch, ['engage', 'apiAccessToken'])).toBe(true);
    expect(removes(patch, ['engage', 'webhookSecret'])).toBe(false);
    expect(removes(patch, ['bot', 'callbackSecret'])).toBe(true);
    expect(touchedPaths(patch)).toEqual(['name', 'engage.apiAccessToken', 'engage.verifyToken', 'bot']);
  });
});
