import { Readable } from 'node:stream';
import { newId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { MOST_BYTES, MOST_KEPT_BYTES, refuseLarger } from '../domain/file-limits.js';
import { fileNameOf, namedAs, nameInAddress, plainName } from '../domain/file-name.js';
import { FileRefused } from '../domain/file-refused.error.js';
import { HEAD_BYTES, judgeKind } from '../domain/judge-kind.js';
import { keptFileId, keptFileUrl } from '../domain/kept-file.js';
import { liesInEngage } from '../domain/own-engage-file.js';
import { type FileOwner, type FileReference, Files, type InlineFile, type OpenFile } from '../ports/files.js';

/** Files in memory: those that tests put at addresses, and those that are kept. Kinds and sizes are checked as in the real one. */
export class FakeFiles extends Files {
  /** Every address that was opened, in order. */
  readonly opened: string[] = [];
  private readonly hosted = new Map<string, Buffer | FileRefused>();
  private readonly kept = new Map<string, InlineFile>();

  /** Puts bytes at an address, or makes opening it fail. */
  put(url: string, content: Buffer | FileRefused): this {
    this.hosted.set(url, content);
    return this;
  }

  async keep({ tenantId }: FileOwner, { content, filename: given }: InlineFile): Promise<FileReference> {
    refuseLarger(content.length, MOST_KEPT_BYTES);
    const name = plainName(given);
    const kind = await judgeKind(content.subarray(0, HEAD_BYTES), { filename: name });
    const filename = namedAs(kind, name);
    const url = keptFileUrl(newId());
    this.kept.set(`${tenantId} ${url}`, { content, filename });
    return { url, type: kind.shownAs, filename };
  }

  async link({ id }: Tenant, { conversationId }: FileOwner, file: FileReference): Promise<string> {
    const token = [id, conversationId, Buffer.from(file.url).toString('base64url')].join('.');
    return `https://handover.example/files/${token}/${encodeURIComponent(fileNameOf(file))}`;
  }

  async forBotSide(tenant: Tenant, owner: FileOwner, file: FileReference): Promise<FileReference> {
    const isOurs = keptFileId(file.url) !== undefined;
    const isEngages = URL.canParse(file.url) && liesInEngage(tenant.engage, new URL(file.url));
    return isOurs || isEngages ? { ...file, url: await this.link(tenant, owner, file) } : file;
  }

  async open(tenant: Tenant, { url, filename }: FileReference, signal: AbortSignal): Promise<OpenFile> {
    signal.throwIfAborted();
    this.opened.push(url);
    const kept = this.kept.get(`${tenant.id} ${url}`);
    const content = kept?.content ?? this.hosted.get(url) ?? new FileRefused('not-found', 'The file is gone.');
    if (content instanceof FileRefused) throw content;
    refuseLarger(content.length, MOST_BYTES);
    const name = plainName(filename, kept?.filename, nameInAddress(url));
    const kind = await judgeKind(content.subarray(0, HEAD_BYTES), { filename: name });
    return {
      stream: Readable.from([content], { objectMode: false }),
      size: content.length,
      mediaType: kind.mediaType,
      kind: kind.shownAs,
      filename: namedAs(kind, name),
    };
  }
}
