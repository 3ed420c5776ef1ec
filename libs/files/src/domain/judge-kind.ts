import { fileTypeFromBuffer } from 'file-type';
import mime from 'mime';
import { type FileKind, kindOfExtension } from './file-kinds.js';
import { extensionOf } from './file-name.js';
import { FileRefused } from './file-refused.error.js';

/** How much of a file tells its kind, in bytes. */
export const HEAD_BYTES = 4_100;

/** What is said about a file; believed only where the bytes leave it open. */
export interface Hearsay {
  readonly filename: string;
  /** A `Content-Type`, parameters and all. */
  readonly contentType?: string | undefined;
}

/** Formats that hold others: the bytes show the container, the name tells which of these it is. */
const CONTAINERS: Readonly<Record<string, readonly string[]>> = {
  zip: 'docx docm dotx dotm xlsx xlsm xltx xltm pptx odt ott ods ots odp otp pages numbers key'.split(' '),
  cfb: 'doc xls xlc xlt ppt pps pot msg'.split(' '),
};
/** Kinds without a signature: any text may be one. */
const TEXTS = ['csv', 'txt', 'log', 'eml'];
/** What browsers take for HTML, and shells for a program (https://mimesniff.spec.whatwg.org). */
const PROGRAM =
  /^\s*(?:<(?:!doctype html|html|head|body|script|iframe|style|title|table|div|font|br|img|a|p|b|h1|!--)[\s/>-]|<\?php|#!)/i;
/** What makes a drawing a program. */
const SCRIPTED = /<script|<foreignobject|<iframe|\son\w+\s*=|javascript:|<!entity/i;

/**
 * What a file is by its first bytes: a signature counts more than any name or header. Only text, which has none, and office
 * documents, which share theirs, are distinguished by what is said about them.
 *
 * @throws FileRefused for a kind that Engage does not take
 */
export async function judgeKind(head: Buffer, said: Hearsay): Promise<FileKind> {
  if (head.length === 0) throw new FileRefused('kind', 'The file is empty.');
  const found = await fileTypeFromBuffer(head);
  const kind = found ? ofSignature(found.ext, found.mime, head, said) : withoutSignature(head, said);
  if (!kind) throw new FileRefused('kind', 'Files of this kind cannot be passed on.');
  return kind;
}

function ofSignature(extension: string, mediaType: string, head: Buffer, said: Hearsay): FileKind | undefined {
  if (extension === 'xml') return drawing(head.toString('utf8'));
  if (mediaType === 'audio/x-ms-asf') return undefined;
  const inside = CONTAINERS[extension];
  const claimed = claimedExtension(said);
  if (inside) return inside.includes(claimed) ? kindOfExtension(claimed) : undefined;
  return kindOfExtension(extension);
}

function withoutSignature(head: Buffer, said: Hearsay): FileKind | undefined {
  if (head.subarray(0, 4).toString('latin1') === 'DMS!') return kindOfExtension('dms');
  if (head.includes(0)) return undefined;
  const text = head.toString('utf8').replace(/^\ufeff/, '');
  if (/<svg[\s>]/i.test(text) && claimedExtension(said) === 'svg') return drawing(text);
  const claimed = claimedExtension(said);
  return TEXTS.includes(claimed) && !PROGRAM.test(text) ? kindOfExtension(claimed) : undefined;
}

function drawing(text: string): FileKind | undefined {
  return /<svg[\s>]/i.test(text) && !SCRIPTED.test(text) ? kindOfExtension('svg') : undefined;
}

/** By the name, or else by the header. */
function claimedExtension({ filename, contentType = '' }: Hearsay): string {
  const named = extensionOf(filename);
  if (kindOfExtension(named)) return named;
  return mime.getExtension(contentType) ?? '';
}
