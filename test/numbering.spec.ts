import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url);

describe('numbers that must be unique', () => {
  it.each([
    ['migrations', /^(\d{13})-/],
    ['docs/adr', /^(\d{4})-/],
  ])('in %s', async (folder, number) => {
    const files = await readdir(new URL(folder, root));
    const numbers = files.flatMap((file) => number.exec(file)?.[1] ?? []);
    expect(numbers.length).toBeGreaterThan(10);
    expect(numbers.filter((one, index) => numbers.indexOf(one) !== index)).toEqual([]);
  });
});
