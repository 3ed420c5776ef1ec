import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, type TenantId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { MOST_KEPT_BYTES, refuseLarger } from '../domain/file-limits.js';
import { fileNameOf, namedAs, plainName } from '../domain/file-name.js';
import { FileRefused } from '../domain/file-refused.error.js';
import { HEAD_BYTES, judgeKind } from '../domain/judge-kind.js';
import { keptFileId, keptFileUrl } from '../domain/kept-file.js';
import { liesInEngage } from '../domain/own-engage-file.js';
import { FileStore, type StoredFile } from '../ports/file-store.js';
import { type FileOwner, type FileReference, Files, type InlineFile, type OpenFile } from '../ports/files.js';
import { FileLinks } from './file-links.js';
import { FileOpener } from './file-opener.js';

@Injectable()
export class ConversationFiles extends Files {
  constructor(
    private readonly store: FileStore,
    private readonly links: FileLinks,
    private readonly opener: FileOpener,
  ) {
    super();
  }

  async keep(owner: FileOwner, { content, filename: given }: InlineFile): Promise<FileReference> {
    refuseLarger(content.length, MOST_KEPT_BYTES);
    const name = plainName(given);
    const kind = await judgeKind(content.subarray(0, HEAD_BYTES), { filename: name });
    const id = newId();
    const said = { type: kind.shownAs, filename: namedAs(kind, name) };
    await this.store.put(owner, { id, url: undefined, content, ...said });
    return { url: keptFileUrl(id), ...said };
  }

  async link(tenant: Tenant, owner: FileOwner, file: FileReference): Promise<string> {
    const { url } = file;
    const kept = keptFileId(url);
    const id = kept ?? idOf(owner, url);
    if (kept === undefined) await this.store.put(owner, { ...file, id, content: undefined });
    return this.links.to(owner.tenantId, id, { days: tenant.retention.messageDays, name: fileNameOf(file) });
  }

  async forBotSide(tenant: Tenant, owner: FileOwner, file: FileReference): Promise<FileReference> {
    return isPublic(tenant, file.url) ? file : { ...file, url: await this.link(tenant, owner, file) };
  }

  async open(tenant: Tenant, file: FileReference, signal: AbortSignal): Promise<OpenFile> {
    signal.throwIfAborted();
    const id = keptFileId(file.url);
    if (id === undefined) return this.opener.at(tenant, file, signal);
    const { filename } = file;
    const stored = { ...(await this.kept(tenant.id, id)), ...(filename !== undefined && { filename }) };
    return this.opener.stored(tenant, stored, signal);
  }

  private async kept(tenantId: TenantId, id: string): Promise<StoredFile> {
    const stored = await this.store.find(tenantId, id);
    if (!stored) throw new FileRefused('not-found', 'The file is no longer kept.');
    return stored;
  }
}

function isPublic(tenant: Tenant, url: string): boolean {
  if (keptFileId(url) !== undefined) return false;
  return !URL.canParse(url) || !liesInEngage(tenant.engage, new URL(url));
}

/** Always the same id for the same file of a conversation, so that it is stored once. */
function idOf({ conversationId }: FileOwner, url: string): string {
  const hex = createHash('sha256').update(`${conversationId} ${url}`).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
}
