import { type JsonObject, splitText } from '#kernel';
import { type RichContent, richText, textWithContent } from '#rich-content';
import { structuredMessage } from './structured-content.js';

/** One of the Engage messages that a message is split into. */
export interface MessagePart {
  /** Blank only if there are files. */
  readonly body: string;
  readonly structured?: { readonly content: JsonObject; readonly asText: string };
  /** The message's files are sent with this part. */
  readonly withFiles?: true;
}

export interface Spoken {
  readonly words: string;
  readonly content?: RichContent | undefined;
  readonly hasFiles: boolean;
}

export interface Shown {
  /** The kinds of structured messages that Engage shows. */
  readonly kinds: readonly string[];
  /** Characters of a body. */
  readonly limit: number;
}

/**
 * The parts of a message in the order to send them: text and files first, then structured content alone, because only
 * that may be refused. A message without content has no parts, because Engage refuses a blank body.
 */
export function messageParts({ words, content, hasFiles }: Spoken, { kinds, limit }: Shown): MessagePart[] {
  const parts: MessagePart[] =
    structuredParts(words, content, { kinds, limit }) ??
    bodiesOf(textWithContent(words, content), limit).map((body) => ({ body }));
  if (!hasFiles) return parts;
  const [first, ...rest] = parts;
  if (!first || first.structured) return [{ body: '', withFiles: true }, ...parts];
  return [{ ...first, withFiles: true }, ...rest];
}

/** The text, split into bodies that Engage accepts. */
export function bodiesOf(text: string, limit: number): string[] {
  return splitText(text, limit).filter((body) => body.trim() !== '');
}

function structuredParts(
  words: string,
  content: RichContent | undefined,
  { kinds, limit }: Shown,
): MessagePart[] | undefined {
  const bodies = bodiesOf(words, limit);
  const last = content && structuredMessage(bodies.at(-1) ?? '', content, kinds);
  if (!last) return undefined;
  const { content: structure, body, holdsWords } = last;
  const before = (holdsWords ? bodies.slice(0, -1) : bodies).map((plain) => ({ body: plain }));
  const asText = holdsWords ? textWithContent(body, content) : richText(content);
  return [...before, { body, structured: { content: structure, asText } }];
}
