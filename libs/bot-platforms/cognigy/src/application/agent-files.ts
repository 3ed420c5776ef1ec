import type { Attachment } from '#handover';

/** Names as Cognigy's clients read them, for the kinds that Webchat shows by themselves. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  m4a: 'audio/mp4',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
  wav: 'audio/wav',
  webp: 'image/webp',
};
const KINDS: readonly (string | undefined)[] = ['image', 'video', 'audio', 'file'];

/** For `data.attachments`, which Webchat shows. */
export function clientFile(file: Attachment): Record<string, string> {
  const fileName = nameOf(file);
  const extension = /\.([a-z\d]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const mimeType = file.type?.includes('/') ? file.type : (MIME_TYPES[extension] ?? 'application/octet-stream');
  return { url: file.url, mimeType, fileName, status: 'scanned' };
}

/** For `attachments`, as Cognigy's API describes them. */
export function apiFile(file: Attachment): Record<string, string> {
  const type = KINDS.includes(file.type) ? (file.type ?? 'file') : 'file';
  return { name: nameOf(file), url: file.url, type };
}

function nameOf({ url, filename }: Attachment): string {
  if (filename) return filename;
  const last = URL.canParse(url) ? new URL(url).pathname.split('/').at(-1) : undefined;
  return last || 'file';
}
