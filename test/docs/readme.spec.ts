import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { withGuide } from '../../apps/connector/src/readme-guide.js';

it('has the setup guide’s own text in the README (`npm run readme`)', async () => {
  const readme = await readFile('README.md', 'utf8');
  expect(withGuide(readme)).toBe(readme);
});
