import { expect, it } from 'vitest';
import { ByteChunks } from './byte-chunks.js';

it.each([1, 7, 4_095, 4_096, 65_536])('joins pieces of %i bytes in their order', (size) => {
  const body = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
  const chunks = new ByteChunks();
  let taken = 0;
  for (let at = 0; at < body.length; at += size) taken += chunks.add(body.subarray(at, at + size));
  expect(chunks.join().equals(body)).toBe(true);
  expect(taken).toBeGreaterThanOrEqual(body.length);
  expect(taken).toBeLessThan(body.length * 2);
});

it('keeps the order of small and large pieces', () => {
  const pieces = [3, 10, 5_000, 1, 1, 4_096, 2, 16_384, 9].map((size, index) => Buffer.alloc(size, index));
  const all = Buffer.concat(pieces);
  const chunks = new ByteChunks();
  for (const piece of pieces) chunks.add(piece);
  expect(chunks.join().equals(all)).toBe(true);
});

it('frees what came in large pieces at once', () => {
  const [one, two] = [Buffer.alloc(10_000), Buffer.alloc(10_000)];
  const chunks = new ByteChunks();
  for (const piece of [one, two]) chunks.add(piece);
  expect(chunks.join()).toHaveLength(20_000);
  expect([one.length, two.length]).toEqual([0, 0]);
});

it('is empty without pieces', () => {
  expect(new ByteChunks().join()).toHaveLength(0);
});
