import type { ServedFile } from '../application/serve-file.js';

/** Kinds that a browser may show directly. PDF is not one: under `sandbox`, browsers do not show it. */
const SHOWN = /^(?:image\/(?!svg)|audio\/|video\/)/;

/**
 * Headers of a file: it is displayed if it is harmless, otherwise saved; browsers must not execute it or guess its
 * type.
 */
export function headersOf({ file, etag, secondsLeft }: ServedFile): Record<string, string> {
  const { mediaType, filename } = file;
  return {
    'content-type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
    ...lengthOf(file),
    ...(etag && { etag }),
    'content-disposition': disposition(SHOWN.test(mediaType) ? 'inline' : 'attachment', filename),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': `private, max-age=${secondsLeft}`,
  };
}

/** How many bytes are sent, and which part; parts are served only if the size of the file is known. */
function lengthOf({ size, portion }: ServedFile['file']): Record<string, string> {
  if (size === undefined) return { 'accept-ranges': 'none' };
  const part = portion === 'unsatisfiable' ? undefined : portion;
  const length = part ? part.end - part.start + 1 : size;
  return {
    'accept-ranges': 'bytes',
    'content-length': String(length),
    ...(part && { 'content-range': `bytes ${part.start}-${part.end}/${size}` }),
  };
}

/** RFC 6266: an ASCII name for old clients, and the real one in the extended form. */
function disposition(how: 'inline' | 'attachment', filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(filename).replace(/[!'()*]/g, percent);
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}
