import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyReply } from 'fastify';
import { NoSuchPageFile } from './no-such-page-file.error.js';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

interface PageFile {
  readonly type: string;
  readonly text: string;
}

/** The scripts and styles in a folder, read once. They contain no data of tenants, so everyone may load them. */
export class PageFolder {
  private readonly files: ReadonlyMap<string, PageFile>;

  constructor(folder: string) {
    this.files = new Map(
      readdirSync(folder).flatMap((name) => {
        const type = TYPES[extname(name)];
        return type === undefined ? [] : [[name, { type, text: readFileSync(join(folder, name), 'utf8') }]];
      }),
    );
  }

  get names(): string[] {
    return [...this.files.keys()];
  }

  /** The text of a file; sets the headers of the answer. @throws NoSuchPageFile */
  file(name: string, reply: FastifyReply): string {
    const file = this.files.get(name);
    if (!file) throw new NoSuchPageFile();
    void reply.headers({ 'content-type': file.type, 'cache-control': 'no-cache' });
    return file.text;
  }
}
