import { Readable } from 'node:stream';
import type { FileReference, OpenFile } from '#files';
import type { Tenant } from '#tenant-config';
import { FakeFiles } from '../../../files/src/testing/fake-files.js';

interface FileAtHand {
  readonly bytes: Buffer;
  readonly mediaType?: string;
  readonly kind?: OpenFile['kind'];
  /** Its size is not known. */
  readonly unsized?: boolean;
  /** Thrown in the middle of the bytes. */
  readonly breaks?: Error;
  /** Nothing comes after the first bytes. */
  readonly hangs?: boolean;
}

/** Files in memory by their addresses, with failures while they are read. */
export class FilesAtHand extends FakeFiles {
  readonly streams: Readable[] = [];
  /** Thrown by the next calls of `open`, one each. */
  readonly failures: Error[] = [];

  constructor(private readonly atHand: Readonly<Record<string, FileAtHand>> = {}) {
    super();
  }

  override async open(tenant: Tenant, reference: FileReference, signal: AbortSignal): Promise<OpenFile> {
    const { url, filename = 'file.bin' } = reference;
    const failure = this.failures.shift();
    if (failure) return this.refuse(url, failure);
    const file = this.atHand[url];
    if (!file) return super.open(tenant, reference, signal);
    this.opened.push(url);
    const { bytes, mediaType = 'image/png', kind = 'image', unsized = false } = file;
    const stream = Readable.from(inPieces(file), { objectMode: false });
    this.streams.push(stream);
    return { stream, size: unsized ? undefined : bytes.length, mediaType, kind, filename };
  }

  private refuse(url: string, failure: Error): never {
    this.opened.push(url);
    throw failure;
  }
}

async function* inPieces({ bytes, breaks, hangs = false }: FileAtHand): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += 65_536) {
    if (breaks && start > 0) throw breaks;
    if (hangs && start > 0) await new Promise(() => {});
    yield bytes.subarray(start, start + 65_536);
  }
}
