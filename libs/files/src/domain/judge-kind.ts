import { fileTypeFromBuffer } from 'file-type';
import mime from 'mime';
import { type FileKind, kindOfExtension } from './file-kinds.js';
import { extensionOf } from './file-name.js';
import { FileRefused } from './file-refused.error.js';

/** The number of bytes that show the kind of a file. */
export const HEAD_BYTES = 4_100;

/** What name and header say about a file; used only where the bytes do not decide. */
export interface Claims {
  readonly filename: string;
  /** A `Content-Type` with its parameters. */
  readonly contentType?: string | undefined;
}

/** Formats that contain others: the bytes show the container, and the name decides which of these it is. */
const CONTAINERS: Readonly<Record<string, readonly string[]>> = {
  zip: 'docx docm dotx dotm xlsx xlsm xltx xltm pptx odt ott ods ots odp otp pages numbers key'.split(' '),
  cfb: 'doc xls xlc xlt ppt pps pot msg'.split(' '),
};
/** Kinds without a signature: any text may be one. */
const TEXTS = ['csv', 'txt', 'log', 'eml'];
/** Texts that browsers treat as HTML, and shells as a program (https://mimesniff.spec.whatwg.org). */
const PROGRAM =
  /^\s*(?:<(?:!doctype html|html|head|body|script|iframe|style|title|table|div|font|br|img|a|p|b|h1|!--)[\s/>-]|<\?php|#!)/i;
/** Parts of a drawing that can run code. */
const SCRIPTED = /<script|<foreignobject|<iframe|\son\w+\s*=|javascript:|<!entity/i;

/**
 * The kind of a file, by its first bytes: a signature counts more than any name or header. Only texts, which have none,
 * and office documents, which share theirs, are distinguished by name and header.
 *
 * @throws FileRefused for a kind that Engage does not accept
 */
export async function judgeKind(head: Buffer, said: Claims): Promise<FileKind> {
  if (head.length === 0) throw new FileRefused('kind', 'The file is empty.');
  const found = await fileTypeFromBuffer(head);
  const kind = found ? ofSignature(found.ext, found.mime, head, said) : withoutSignature(head, said);
  if (!kind) throw new FileRefused('kind', 'Files of this kind cannot be passed on.');
  return kind;
}

function ofSignature(extension: string, mediaType: string, head: Buffer, said: Claims): FileKind | undefined {
  if (extension === 'xml') return drawing(head.toString('utf8'));
  if (mediaType === 'audio/x-ms-asf') return undefined;
  const inside = CONTAINERS[extension];
  const claimed = claimedExtension(said);
  if (inside) return inside.includes(claimed) ? kindOfExtension(claimed) : undefined;
  return kindOfExtension(extension);
}

function withoutSignature(head: Buffer, said: Claims): FileKind | undefined {
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

/** The extension by the name, otherwise by the header. */
function claimedExtension({ filename, contentType = '' }: Claims): string {
  const named = extensionOf(filename);
  if (kindOfExtension(named)) return named;
  return mime.getExtension(contentType) ?? '';
}
