import { Readable } from 'node:stream';
import { FileRefused, type FileOwner, type FileReference, Files, type InlineFile, type OpenFile } from '#files';
import { newId } from '#kernel';
import type { Tenant } from '#tenant-config';

/** Keeps files in memory, and calls those private that are kept here or lie with Engage. */
export class FilesInMemory extends Files {
  readonly kept = new Map<string, { readonly owner: FileOwner; readonly file: InlineFile }>();

  async keep(owner: FileOwner, file: InlineFile): Promise<FileReference> {
    if (file.content.length === 0) throw new FileRefused('kind', 'An empty file.');
    const url = `handover-file:${newId()}`;
    this.kept.set(url, { owner, file });
    return { url, filename: file.filename };
  }

  async link(_tenant: Tenant, _owner: FileOwner, { url }: FileReference): Promise<string> {
    return `https://connector.example/files/${encodeURIComponent(url)}`;
  }

  async forBotSide(tenant: Tenant, owner: FileOwner, file: FileReference): Promise<FileReference> {
    const isPrivate = file.url.startsWith('handover-file:') || file.url.startsWith('https://engage.example/');
    return isPrivate ? { ...file, url: await this.link(tenant, owner, file) } : file;
  }

  async open(_tenant: Tenant, { url }: FileReference): Promise<OpenFile> {
    const kept = this.kept.get(url);
    if (!kept) throw new FileRefused('not-found', 'The file is gone.');
    const { content, filename } = kept.file;
    return { stream: Readable.from(content), size: content.length, mediaType: 'text/plain', kind: 'file', filename };
  }
}
