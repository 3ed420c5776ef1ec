import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type Direction, KINDS, type Platform } from './cells.js';

const FOLDER = join(import.meta.dirname, 'golden');

/** `UPDATE_GOLDEN=1`: whether the current results replace the golden ones. Then read every difference. */
export const isUpdate = process.env['UPDATE_GOLDEN'] === '1';

/** The expected results of one platform in one direction, a cell for every kind. */
export type Golden = Record<string, object | undefined>;

export function readGolden(platform: Platform, direction: Direction): Golden {
  try {
    return JSON.parse(readFileSync(pathOf(platform, direction), 'utf8')) as Golden;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

export async function writeGolden(platform: Platform, direction: Direction, golden: Golden): Promise<void> {
  const path = pathOf(platform, direction);
  const json = JSON.stringify(Object.fromEntries(KINDS.map((kind) => [kind, golden[kind]])));
  writeFileSync(path, await format(json, { ...(await resolveConfig(path)), filepath: path }));
}

function pathOf(platform: Platform, direction: Direction): string {
  return join(FOLDER, `${platform}.${direction}.json`);
}
