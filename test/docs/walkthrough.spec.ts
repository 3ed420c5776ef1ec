import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const DOCS = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs');
/** A reader cannot keep more files in mind on one path. */
const MOST_FILES = 15;

const text = readFileSync(join(DOCS, 'walkthrough.md'), 'utf8');
const [, ...paths] = text.split(/^## /m);
const linksIn = (part: string): string[] => [...part.matchAll(/\]\(([^)#]+)\)/g)].flatMap(([, link]) => link ?? []);

describe('the walkthrough', () => {
  it('leads to files that exist', () => {
    expect(linksIn(text).filter((link) => !existsSync(join(DOCS, link)))).toEqual([]);
  });

  it.each(paths.map((path) => [path.split('\n', 1)[0], path] as const))('names few files: %s', (_, path) => {
    const files = new Set(linksIn(path));
    expect(files.size).toBeGreaterThan(5);
    expect(files.size).toBeLessThanOrEqual(MOST_FILES);
  });
});
