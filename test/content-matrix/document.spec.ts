import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIRECTIONS, KINDS, PLATFORMS } from './cells.js';
import { readGolden } from './golden.js';

const CELLS = PLATFORMS.flatMap((platform) => DIRECTIONS.map((direction) => ({ platform, direction })));

describe('the content matrix', () => {
  let folder: string;
  let document: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'content-matrix-'));
    const file = join(folder, 'content-matrix.md');
    execFileSync(process.execPath, ['scripts/content-matrix.mjs', file]);
    document = readFileSync(file, 'utf8');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is committed in its current form (`npm run content-matrix`)', () => {
    expect(readFileSync('docs/content-matrix.md', 'utf8')).toBe(document);
  });

  it.each(CELLS)('has each kind once, for $platform in the direction $direction', ({ platform, direction }) => {
    expect(Object.keys(readGolden(platform, direction))).toEqual([...KINDS]);
  });

  it('has no unused golden file', () => {
    const expected = CELLS.map(({ platform, direction }) => `${platform}.${direction}.json`);
    expect(readdirSync(join(import.meta.dirname, 'golden')).toSorted()).toEqual(expected.toSorted());
  });

  it('has content in every cell, or explains why it is empty', () => {
    const rows = document.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| |'));
    expect(rows).toHaveLength(DIRECTIONS.length * KINDS.length);
    for (const row of rows) {
      const cells = row.split('|').slice(2, -1);
      expect(cells, row).toHaveLength(PLATFORMS.length);
      for (const cell of cells) expect(cell, row).toMatch(/^ (?:not sent \(\d+\)|(?!not sent)[^()\s].*) $/);
    }
  });
});
