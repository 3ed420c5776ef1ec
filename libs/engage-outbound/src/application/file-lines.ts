import { fileNameOf } from '#files';
import type { Attachment } from '#handover';
import { cut } from './structured-content.js';

const MARK = '[File not passed on: ';
const SHOWN_CHARACTERS = 120;

/** Says in a message that a file is missing, why, and where it lies if that can be said. */
export function fileLine(file: Attachment, reason: string): string {
  const why = reason.trim().replace(/\.$/, '');
  const address = /^https?:/i.test(file.url) ? ` ${file.url}` : '';
  return `${MARK}${nameOf(file)} – ${why}]${address}`;
}

/** The text without what may differ from one try to the next. */
export function withoutFileLines(text: string): string {
  const at = text.indexOf(MARK);
  return at === -1 ? text : text.slice(0, at);
}

/** What a file is called, short enough for a line. */
export function nameOf(file: Attachment): string {
  return cut(fileNameOf(file), SHOWN_CHARACTERS);
}
