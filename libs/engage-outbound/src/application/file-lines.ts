import { fileNameOf } from '#files';
import type { Attachment } from '#handover';
import { cut } from './structured-content.js';

const MARK = '[File not passed on: ';
const SHOWN_CHARACTERS = 120;

/** The line of a message about a missing file: its name, the reason, and its address if it may be shown. */
export function fileLine(file: Attachment, reason: string): string {
  const why = reason.trim().replace(/\.$/, '');
  const address = /^https?:/i.test(file.url) ? ` ${file.url}` : '';
  return `${MARK}${nameOf(file)} – ${why}]${address}`;
}

/** The text without the lines that may differ between attempts. */
export function withoutFileLines(text: string): string {
  const at = text.indexOf(MARK);
  return at === -1 ? text : text.slice(0, at);
}

/** The name of a file, short enough for a line. */
export function nameOf(file: Attachment): string {
  return cut(fileNameOf(file), SHOWN_CHARACTERS);
}
