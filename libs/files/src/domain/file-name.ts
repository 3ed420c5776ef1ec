import mime from 'mime';
import type { FileKind } from './file-kinds.js';
import { kindOfExtension } from './file-kinds.js';
import { keptFileId } from './kept-file.js';

const MOST_CHARACTERS = 255;
const NAMELESS = 'file';

/** The extension at the end of a name, without its dot, in lower case; empty if there is none. */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** The first usable name, as every system can store it: no path, no control or bidirectional characters. */
export function plainName(...candidates: readonly (string | undefined)[]): string {
  for (const candidate of candidates) {
    const name = cleaned(candidate ?? '');
    if (name !== '') return name;
  }
  return NAMELESS;
}

/** The name of a file: from its sender, else from its address. */
export function fileNameOf({
  url,
  filename,
}: {
  readonly url: string;
  readonly filename?: string | undefined;
}): string {
  return plainName(filename, keptFileId(url) === undefined ? nameInAddress(url) : undefined);
}

/** The name with the extension of the file's real kind: `photo.exe` that is an image becomes `photo.png`. */
export function namedAs({ extension, mediaType }: FileKind, name: string): string {
  const given = extensionOf(name);
  const isRight = given !== '' && kindOfExtension(given)?.mediaType === mediaType;
  if (isRight) return name;
  const stem = given !== '' && mime.getType(given) !== null ? name.slice(0, -given.length - 1) : name;
  return `${shortened(stem || NAMELESS, MOST_CHARACTERS - extension.length - 1)}.${extension}`;
}

/** The name at the end of an address, if there is one. */
export function nameInAddress(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const segment = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // an invalid escape: use the name unchanged
  }
}

/** What a `Content-Disposition` header calls the file (RFC 6266); the extended form is preferred. */
export function nameInDisposition(header: string): string | undefined {
  const extended = /(?:^|[;\s])filename\*\s*=\s*(?:utf-8|iso-8859-1)'[^']*'([^;\s]+)/i.exec(header)?.[1];
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended);
    } catch {
      return undefined; // a broken escape: no name
    }
  }
  const quoted = /(?:^|[;\s])filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header)?.[1]?.replace(/\\(.)/g, '$1');
  return quoted ?? /(?:^|[;\s])filename\s*=\s*([^;\s"]+)/i.exec(header)?.[1];
}

function cleaned(name: string): string {
  const visible = name
    .toWellFormed()
    .replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .trim()
    .replace(/^\.+/, '');
  return shortened(visible, MOST_CHARACTERS);
}

/** Cut in the middle, so that the extension stays. */
function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  const extension = extensionOf(name);
  const end = extension === '' ? '' : `.${extension}`;
  return `${name
    .slice(0, most - end.length)
    .toWellFormed()
    .replace(/\ufffd$/, '')}${end}`;
}
