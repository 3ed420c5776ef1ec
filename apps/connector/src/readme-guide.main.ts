import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { withGuide } from './readme-guide.js';

/** Writes the setup guide into the given README. */
async function main(file = 'README.md'): Promise<void> {
  await writeFile(file, withGuide(await readFile(file, 'utf8')));
}

await main(process.argv[2]);
