import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';

/** The file is larger than allowed. */
export class FileTooBig extends Error {}

/** The bytes of attachments by id. They are stored on disk, because files may be large. */
@Injectable()
export class StoredFiles {
  private folder = '';
  private isTemporary = false;

  /** Stores files in the folder; without one in a temporary folder, until the domain stops. */
  async open(folder?: string): Promise<void> {
    this.isTemporary = folder === undefined;
    this.folder = folder ?? (await mkdtemp(join(tmpdir(), 'engage-simulator-')));
    await mkdir(this.folder, { recursive: true });
  }

  async write(id: string, bytes: Uint8Array): Promise<void> {
    await writeFile(this.pathOf(id), bytes);
  }

  /** @returns the number of bytes. After a failure nothing is stored. @throws FileTooBig */
  async save(id: string, bytes: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number> {
    try {
      await pipeline(limited(bytes, maxBytes), createWriteStream(this.pathOf(id)));
      return (await stat(this.pathOf(id))).size;
    } catch (error) {
      await rm(this.pathOf(id), { force: true });
      throw error;
    }
  }

  /** undefined if nothing is stored. */
  read(id: string): Readable | undefined {
    return existsSync(this.pathOf(id)) ? createReadStream(this.pathOf(id)) : undefined;
  }

  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await mkdir(this.folder, { recursive: true });
  }

  async close(): Promise<void> {
    if (this.isTemporary) await rm(this.folder, { recursive: true, force: true });
  }

  private pathOf(id: string): string {
    return join(this.folder, id);
  }
}

async function* limited(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > maxBytes) throw new FileTooBig(`The file has more than ${maxBytes} bytes`);
    yield chunk;
  }
}
