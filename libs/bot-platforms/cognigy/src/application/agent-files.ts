import { fileNameOf } from '#files';
import type { Attachment } from '#handover';
import mime from 'mime';

const KINDS: readonly string[] = ['image', 'video', 'audio', 'file'];

/** For `data.attachments`, which Webchat shows. */
export function clientFile(file: Attachment): Record<string, string> {
  const fileName = fileNameOf(file);
  const mimeType = file.type?.includes('/') ? file.type : (mime.getType(fileName) ?? 'application/octet-stream');
  return { url: file.url, mimeType, fileName, status: 'scanned' };
}

/** For `attachments`, as Cognigy's API describes them. */
export function apiFile(file: Attachment): Record<string, string> {
  const kind = file.type?.split('/')[0]; // also for a media type
  return { name: fileNameOf(file), url: file.url, type: kind !== undefined && KINDS.includes(kind) ? kind : 'file' };
}
