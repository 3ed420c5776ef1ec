import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { FileKind } from '../domain/file-kinds.js';
import { namedAs, nameInAddress, nameInDisposition, plainName } from '../domain/file-name.js';
import { FileRefused } from '../domain/file-refused.error.js';
import { HEAD_BYTES, judgeKind } from '../domain/judge-kind.js';
import type { StoredFile } from '../ports/file-store.js';
import type { FileReference, OpenFile } from '../ports/files.js';
import { type RemoteFile, RemoteFiles } from '../ports/remote-files.js';
import { SilentHosts } from './silent-hosts.js';

type Chunks = AsyncIterator<Buffer>;

/** Until a host has sent what tells the kind of its file, in milliseconds. A conversation waits for it. */
const BEGINNING_MS = 10_000;

/** Opens files, wherever their bytes are, and judges by their beginning what they are. */
@Injectable()
export class FileOpener {
  constructor(
    private readonly remote: RemoteFiles,
    private readonly hosts: SilentHosts,
  ) {}

  /** One that is stored: its bytes, or what lies at its address. @throws FileRefused */
  async stored(tenant: Tenant, { url, content, ...said }: StoredFile, signal: AbortSignal): Promise<OpenFile> {
    if (url !== undefined) return this.at(tenant, { url, ...said }, signal);
    const bytes = content ?? Buffer.alloc(0);
    const name = plainName(said.filename);
    const kind = await judgeKind(bytes.subarray(0, HEAD_BYTES), { filename: name });
    return opened(Readable.from([bytes], { objectMode: false }), bytes.length, kind, name);
  }

  /** One that lies elsewhere. @throws FileRefused */
  async at(tenant: Tenant, { url, filename }: FileReference, signal: AbortSignal): Promise<OpenFile> {
    const { file, head } = await this.begun(tenant, url, signal);
    const { chunks, size, contentType, contentDisposition = '', address } = file;
    try {
      const name = plainName(filename, nameInDisposition(contentDisposition), nameInAddress(address));
      const kind = await judgeKind(head.subarray(0, HEAD_BYTES), { filename: name, contentType });
      const stream = Readable.from(inOnePiece(head, chunks), { objectMode: false });
      stream.once('close', () => file.close());
      return opened(stream, size, kind, name);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** However little by little the host sends. @throws FileRefused */
  private async begun(tenant: Tenant, url: string, signal: AbortSignal): Promise<{ file: RemoteFile; head: Buffer }> {
    if (!this.hosts.mayAsk(tenant.id, url)) throw tooSlow();
    const late = new AbortController();
    const deadline = setTimeout(() => late.abort(), BEGINNING_MS);
    let file: RemoteFile | undefined;
    try {
      file = await this.remote.open(tenant.engage, url, AbortSignal.any([signal, late.signal]));
      const head = await beginningOf(file.chunks);
      this.hosts.answered(tenant.id, url);
      return { file, head };
    } catch (error) {
      file?.close();
      signal.throwIfAborted();
      if (late.signal.aborted) this.hosts.keptSilent(tenant.id, url);
      else this.hosts.answered(tenant.id, url);
      throw late.signal.aborted ? tooSlow() : error;
    } finally {
      clearTimeout(deadline);
    }
  }
}

function tooSlow(): FileRefused {
  return new FileRefused('unreachable', 'The host of the file is too slow.');
}

function opened(stream: Readable, size: number | undefined, kind: FileKind, name: string): OpenFile {
  const { mediaType, shownAs } = kind;
  return { stream, size, mediaType, kind: shownAs, filename: namedAs(kind, name) };
}

/** Whole chunks that hold what is needed to judge the kind; less if there is no more. */
async function beginningOf(chunks: Chunks): Promise<Buffer> {
  const read: Buffer[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    read.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(read);
}

async function* inOnePiece(head: Buffer, rest: Chunks): AsyncGenerator<Buffer> {
  yield head;
  for (;;) {
    const next = await rest.next();
    if (next.done) return;
    yield next.value;
  }
}
