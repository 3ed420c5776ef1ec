import { isDeeperThan, type JsonObject, type JsonValue } from '#kernel';
import { shapeOf } from '#web';
import { MAX_DEPTH } from '../call-body.js';

/** UTF-16 code units of the text that is delivered. */
const MOST_TEXT = 1_000_000;
/** UTF-16 code units of HTML, most of which are tags. */
const MOST_HTML = 2_500_000;
const MOST_FILES = 100;
/** Cards, buttons and lists of them; a carousel of 50 cards with 10 buttons each has 1,100. */
const MOST_PARTS = 2_000;

/**
 * Why an agent's message is too large to be read, as a text for the agent, who can send it in parts. Without an answer,
 * Engage would repeat the message. @returns undefined for one that can be read
 */
export function excessOf(params: JsonObject): string | undefined {
  if (isDeeperThan(MAX_DEPTH, params)) return 'The message is nested too deeply.';
  const { body, format, attachments, structured_content: structured } = params;
  const text = typeof body === 'string' ? body.length : 0;
  return (
    (format === 'html' ? tooMany(text, MOST_HTML, 'characters of HTML') : excessOfText(text)) ??
    (Array.isArray(attachments) ? tooMany(attachments.length, MOST_FILES, 'files') : undefined) ??
    excessOfContent(structured ?? null)
  );
}

/** The same for the text that was read. */
export function excessOfText(length: number): string | undefined {
  return tooMany(length, MOST_TEXT, 'characters');
}

function excessOfContent(structured: JsonValue): string | undefined {
  const text = JSON.stringify(structured);
  return (
    tooMany(text.length, MOST_TEXT, 'characters of structured content') ??
    tooMany(shapeOf(text).containers, MOST_PARTS, 'cards and buttons')
  );
}

function tooMany(count: number, most: number, what: string): string | undefined {
  return count > most
    ? `The message has ${count} ${what}; at most ${most} can be delivered. Send it in parts.`
    : undefined;
}
