import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** In the sources and in the build alike. */
const FOLDER = join(import.meta.dirname, '../../page');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** A script or style of the console. */
export interface PageFile {
  readonly type: string;
  readonly text: string;
}

/** All of them by their names, read once. */
export const PAGE_FILES: ReadonlyMap<string, PageFile> = new Map(
  readdirSync(FOLDER).flatMap((name) => {
    const type = TYPES[extname(name)];
    return type === undefined ? [] : [[name, { type, text: readFileSync(join(FOLDER, name), 'utf8') }]];
  }),
);
