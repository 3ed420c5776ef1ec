import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { withGuide } from '../../apps/connector/src/readme-guide.js';

it('has the setup guide’s own text in the README (`npm run readme`)', async () => {
  const readme = await readFile('README.md', 'utf8');
  expect(withGuide(readme)).toBe(readme);
});

it('uses one kind of apostrophe in all pages', async () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'apps/**/*.md', 'packages/*/*.md']);
  const texts = await Promise.all(pages.map(async (page) => ({ page, text: await readFile(page, 'utf8') })));
  expect(texts.filter(({ text }) => text.includes('’')).map(({ page }) => page)).toEqual([]);
});
