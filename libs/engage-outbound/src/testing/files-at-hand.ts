import { Readable } from 'node:stream';
import { FileRefused, type FileOwner, type FileReference, Files, type OpenFile } from '#files';
import type { Tenant } from '#tenant-config';

interface FileAtHand {
  readonly bytes: Buffer;
  readonly mediaType?: string;
  readonly kind?: OpenFile['kind'];
  /** Nobody says how large it is. */
  readonly unsized?: boolean;
  /** Thrown in the middle of the bytes. */
  readonly breaks?: Error;
  /** Nothing comes after the first bytes. */
  readonly hangs?: boolean;
}

/** Files in memory by their addresses, for what may happen while they are read; one that is not there is refused. */
export class FilesAtHand extends Files {
  /** Every address that was opened, in order. */
  readonly opened: string[] = [];
  readonly streams: Readable[] = [];
  /** Thrown by the next calls of `open`, one each. */
  readonly failures: Error[] = [];

  constructor(private readonly files: Readonly<Record<string, FileAtHand>> = {}) {
    super();
  }

  async keep(): Promise<FileReference> {
    throw new Error('Nothing is kept on the way to Engage.');
  }

  async forBotSide(_tenant: Tenant, _owner: FileOwner, file: FileReference): Promise<FileReference> {
    return file;
  }

  async link(_tenant: Tenant, { conversationId }: FileOwner, { url }: FileReference): Promise<string> {
    return `https://connector.example/files/${conversationId}/${encodeURIComponent(url)}`;
  }

  async open(_tenant: Tenant, { url, filename = 'file.bin' }: FileReference): Promise<OpenFile> {
    this.opened.push(url);
    const failure = this.failures.shift();
    if (failure) throw failure;
    const file = this.files[url];
    if (!file) throw new FileRefused('not-found', 'There is no such file.');
    const { bytes, mediaType = 'image/png', kind = 'image', unsized = false } = file;
    const stream = Readable.from(inPieces(file), { objectMode: false });
    this.streams.push(stream);
    return { stream, size: unsized ? undefined : bytes.length, mediaType, kind, filename };
  }
}

async function* inPieces({ bytes, breaks, hangs = false }: FileAtHand): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += 65_536) {
    if (breaks && start > 0) throw breaks;
    if (hangs && start > 0) await new Promise(() => {});
    yield bytes.subarray(start, start + 65_536);
  }
}
