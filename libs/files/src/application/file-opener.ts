import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { FileKind } from '../domain/file-kinds.js';
import { type Portion, portionOf, type WantedRange } from '../domain/byte-range.js';
import { namedAs, nameInAddress, nameInDisposition, plainName } from '../domain/file-name.js';
import { FileRefused } from '../domain/file-refused.error.js';
import { HEAD_BYTES, judgeKind } from '../domain/judge-kind.js';
import type { StoredFile } from '../ports/file-store.js';
import type { FileReference, OpenFile } from '../ports/files.js';
import { type RemoteFile, RemoteFiles } from '../ports/remote-files.js';
import { type BegunFile, FilePortions, type Source, wholeOf } from './file-portions.js';
import { SilentHosts } from './silent-hosts.js';

type Chunks = AsyncIterator<Buffer>;

/** An open file, or a part of it. */
export interface OpenPortion extends OpenFile {
  /** The part in the stream; undefined: the whole file. The stream is empty if the part does not exist. */
  readonly portion: Portion | 'unsatisfiable' | undefined;
}

const BYTES = { objectMode: false };
/**
 * Time limit for a host to send the first bytes, which show the kind of the file, in milliseconds. A conversation waits
 * for it.
 */
const BEGINNING_MS = 10_000;

/** Opens files, wherever their bytes are, and recognises their kind by the first bytes. */
@Injectable()
export class FileOpener {
  private readonly portions: FilePortions;

  constructor(
    private readonly remote: RemoteFiles,
    private readonly hosts: SilentHosts,
  ) {
    this.portions = new FilePortions(remote);
  }

  /** Opens a stored file: its bytes, or the file at its address. @throws FileRefused */
  async stored(
    tenant: Tenant,
    { url, content, ...said }: StoredFile,
    signal: AbortSignal,
    wanted?: WantedRange,
  ): Promise<OpenPortion> {
    if (url !== undefined) return this.at(tenant, { url, ...said }, signal, wanted);
    const bytes = content ?? Buffer.alloc(0);
    const name = plainName(said.filename);
    const kind = await judgeKind(bytes.subarray(0, HEAD_BYTES), { filename: name });
    const portion = portionOf(wanted, bytes.length);
    return { ...opened(Readable.from([partOf(bytes, portion)], BYTES), bytes.length, kind, name), portion };
  }

  /** Opens a file at another address. @throws FileRefused */
  async at(
    tenant: Tenant,
    { url, filename }: FileReference,
    signal: AbortSignal,
    wanted?: WantedRange,
  ): Promise<OpenPortion> {
    const begun = await this.begun(tenant, url, signal);
    const { size, contentType, contentDisposition = '', address } = begun.file;
    try {
      const name = plainName(filename, nameInDisposition(contentDisposition), nameInAddress(address));
      const kind = await judgeKind(begun.head.subarray(0, HEAD_BYTES), { filename: name, contentType });
      const portion = portionOf(wanted, size);
      const source = await this.sourceOf(tenant, url, begun, portion, signal);
      const stream = Readable.from(source.chunks, BYTES);
      stream.once('close', () => source.close());
      return { ...opened(stream, size, kind, name), portion };
    } catch (error) {
      begun.file.close();
      throw error;
    }
  }

  private async sourceOf(
    tenant: Tenant,
    url: string,
    begun: BegunFile,
    portion: OpenPortion['portion'],
    signal: AbortSignal,
  ): Promise<Source> {
    if (portion && portion !== 'unsatisfiable') return this.portions.of(tenant, url, begun, portion, signal);
    return { chunks: wholeOf(begun), close: () => begun.file.close() };
  }

  /** The time limit also ends a host that sends in tiny pieces. @throws FileRefused */
  private async begun(tenant: Tenant, url: string, signal: AbortSignal): Promise<BegunFile> {
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

function partOf(bytes: Buffer, portion: OpenPortion['portion']): Buffer {
  if (portion === 'unsatisfiable') return Buffer.alloc(0);
  return portion ? bytes.subarray(portion.start, portion.end + 1) : bytes;
}

function tooSlow(): FileRefused {
  return new FileRefused('unreachable', 'The host of the file is too slow.');
}

function opened(stream: Readable, size: number | undefined, kind: FileKind, name: string): OpenFile {
  const { mediaType, shownAs } = kind;
  return { stream, size, mediaType, kind: shownAs, filename: namedAs(kind, name) };
}

/** Whole chunks, with enough bytes to judge the kind if the file has them. */
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
