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

/** The text less what may differ from one try to the next. */
export function withoutFileLines(text: string): string {
  const at = text.indexOf(MARK);
  return at === -1 ? text : text.slice(0, at);
}

/** As its sender calls a file. */
export function nameOf({ url, filename }: Attachment): string {
  const name = filename ?? (URL.canParse(url) ? new URL(url).pathname.split('/').at(-1) : undefined);
  const shown = (name ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return shown === '' || url === `handover-file:${shown}` ? 'file' : cut(shown, SHOWN_CHARACTERS);
}
