import type { ServedFile } from '../application/serve-file.js';

/** Kinds that a browser shows in a page of its own; a PDF it refuses to show under `sandbox`. */
const SHOWN = /^(?:image\/(?!svg)|audio\/|video\/)/;

/** What a file is sent with: shown if it is harmless, else saved; never run, never guessed at, never on a page of ours. */
export function headersOf({ file, secondsLeft }: ServedFile): Record<string, string> {
  const { mediaType, size, filename } = file;
  return {
    'content-type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
    ...(size !== undefined && { 'content-length': String(size) }),
    'content-disposition': disposition(SHOWN.test(mediaType) ? 'inline' : 'attachment', filename),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': `private, max-age=${secondsLeft}`,
  };
}

/** RFC 6266: a plain name for old readers, the true one in the extended form. */
function disposition(how: 'inline' | 'attachment', filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(filename).replace(/[!'()*]/g, percent);
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}
