import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { brokenLinks } from './broken-links.js';

it('all links between pages lead to a file and a heading', () => {
  expect(brokenLinks(fileURLToPath(new URL('../../..', import.meta.url)))).toEqual([]);
});

it('a link to a missing file or heading is found', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'links-'));
  try {
    await writeFile(join(folder, 'a.md'), '# One, two\n[a](#one-two) [b](b.md) `[c](c.md)` [d](https://example.com)\n');
    await writeFile(join(folder, 'e.md'), '[a](a.md#three) [b](a.md) ![c](c.png)\n');
    expect(brokenLinks(folder)).toEqual(['a.md: b.md', 'e.md: a.md#three', 'e.md: c.png']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
