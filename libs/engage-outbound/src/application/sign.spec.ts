import { expect, it } from 'vitest';
import { Secret } from '#kernel';
import { fixture } from '../testing/fixtures.js';
import { sign } from './sign.js';

const vectors = fixture<{ name: string; key: string; rawBody: string; signature: string }[]>('signatures');

it.each(vectors)('signs the raw body: $name', ({ key, rawBody, signature }) => {
  expect(sign(rawBody, new Secret(key))).toBe(signature);
});
