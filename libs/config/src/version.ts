import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readJson } from '#kernel';

/** Version of this build, from package.json. */
export const VERSION = versionAbove(import.meta.dirname);

function versionAbove(directory: string): string {
  const file = join(directory, 'package.json');
  if (!existsSync(file)) return versionAbove(dirname(directory));
  return (readJson(readFileSync(file, 'utf8')) as { version: string }).version;
}
