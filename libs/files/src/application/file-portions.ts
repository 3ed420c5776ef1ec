import type { Tenant } from '#tenant-config';
import type { Portion } from '../domain/byte-range.js';
import { FileRefused } from '../domain/file-refused.error.js';
import { type RemoteFile, RemoteFiles } from '../ports/remote-files.js';

/** Up to this offset, in bytes, skipping is quicker than another request to the host. */
const NEAR_BYTES = 256 * 1024;

/** A file whose host has begun to send it. */
export interface BegunFile {
  readonly file: RemoteFile;
  /** The bytes that have been read already. */
  readonly head: Buffer;
}

/** The bytes of a file, or of a part of it. */
export interface Source {
  readonly chunks: AsyncGenerator<Buffer>;
  /** Closes the connection to the host. */
  close(): void;
}

/** Reads parts of remote files: by a request for the part if the host supports it, otherwise by skipping the bytes before it. */
export class FilePortions {
  constructor(private readonly remote: RemoteFiles) {}

  /** @throws FileRefused when the host does not send the part, or the file has changed */
  async of(tenant: Tenant, url: string, begun: BegunFile, portion: Portion, signal: AbortSignal): Promise<Source> {
    const { file, head } = begun;
    const { start, end } = portion;
    const length = end - start + 1;
    if (start <= head.length + NEAR_BYTES)
      return { chunks: cut(wholeOf(begun), start, length), close: () => file.close() };
    file.close();
    const later = await this.remote.open(tenant.engage, url, signal, start);
    if (later.size === file.size && later.start <= start)
      return { chunks: cut(later.chunks, start - later.start, length), close: () => later.close() };
    later.close();
    throw new FileRefused('unreachable', 'The host of the file now sends a different file.');
  }
}

/** The whole file. */
export async function* wholeOf({ head, file }: BegunFile): AsyncGenerator<Buffer> {
  yield head;
  yield* rest(file.chunks);
}

async function* rest(chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

/** `length` bytes after the first `skipped`. */
async function* cut(chunks: AsyncIterator<Buffer>, skipped: number, length: number): AsyncGenerator<Buffer> {
  let before = skipped;
  let left = length;
  for await (const chunk of rest(chunks)) {
    const part = chunk.subarray(before, before + left);
    before = Math.max(0, before - chunk.length);
    left -= part.length;
    if (part.length > 0) yield part;
    if (left === 0) return;
  }
}
