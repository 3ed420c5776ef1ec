import type { Utterance } from '#handover';
import { numberText } from '#kernel';
import { isWebAddress, type RichContent } from '#rich-content';
import { plainText } from './plain-text.js';

/** What a person sees of a message: text, files and content. */
export type Shown = Pick<Utterance, 'text' | 'attachments' | 'content'>;

export const NOTHING: Shown = { text: '', attachments: [] };

export function isNothing({ text, attachments, content }: Shown): boolean {
  return text === '' && attachments.length === 0 && content === undefined;
}

export function withContent(shown: Shown, content: RichContent | undefined): Shown {
  return content ? { ...shown, content } : shown;
}

/** Lines of text, empty ones left out. */
export function shownLines(...lines: readonly (string | readonly string[])[]): Shown {
  return { text: joined(lines.flat()), attachments: [] };
}

/** A file with its text. Addresses that cannot be opened are left out. */
export function shownFile(type: string, url: unknown, ...words: readonly unknown[]): Shown {
  const attachments = isWebAddress(url) ? [{ url, type }] : [];
  return { text: joined(words.map(wordsOf)), attachments };
}

/** Text of a foreign value; HTML becomes plain text, objects become nothing. */
export function wordsOf(value: unknown): string {
  const number = numberText(value);
  if (number !== undefined) return number;
  if (typeof value !== 'string' || value.startsWith('UNSUPPORTED_')) return ''; // what Cognigy writes for kinds it cannot convert
  return plainText(value);
}

function joined(lines: readonly string[]): string {
  return lines.filter((line) => line.trim() !== '').join('\n');
}
