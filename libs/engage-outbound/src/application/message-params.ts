import type { ChosenReply, EngageAuthor, EngageMessage } from '#handover';
import type { JsonObject, JsonValue } from '#kernel';
import type { MessagePart } from './message-parts.js';
import { isCarried } from './structured-content.js';

/** Engage refuses a longer `body`. */
export const MAX_BODY_CHARACTERS = 20_000;

/**
 * The params of `messages.create` for one part of a message. The parts have the ids `<foreignId>`, `<foreignId>-2`, …;
 * the first one has what belongs to the whole message.
 *
 * @param index starts at 0
 */
export function partParams(
  message: EngageMessage,
  { body, structured, withFiles }: MessagePart,
  index: number,
  files: readonly JsonObject[],
): JsonObject {
  const at = engageTime(message.sentAt);
  return {
    id: index === 0 ? message.foreignId : `${message.foreignId}-${index + 1}`,
    author: userParams(message.author),
    thread_id: message.threadForeignId,
    ...(body !== '' && { body }),
    format: 'text', // Engage treats a body without a format as HTML
    created_at: at,
    updated_at: at,
    ...(structured && { structured_content: structured.content }),
    ...(withFiles && files.length > 0 && { attachments: [...files] }),
    ...(index === 0 && { ...contextData(message.contextData), ...replyParams(message.reply) }),
  };
}

/** The text of the message; for a choice without a text, its payload. */
export function wordsOf({ text, reply, attachments, content }: EngageMessage): string {
  if (text.trim() !== '' || !reply || attachments.length > 0 || content) return text;
  return textOf(reply.payload);
}

/** An Engage "User" object. Both dates are required, although Engage's own samples omit one. */
export function userParams(author: EngageAuthor): JsonObject {
  return {
    ...author.fields,
    id: author.id,
    puppetizable: author.puppetizable,
    created_at: engageTime(author.createdAt),
    updated_at: engageTime(author.updatedAt),
    ...contextData(author.contextData),
  };
}

/** A payload that Engage does not support is omitted; the text still says what was chosen. */
function replyParams(reply: ChosenReply | undefined): JsonObject {
  if (!reply) return {};
  const payload = textOf(reply.payload);
  return {
    ...(reply.inReplyTo !== undefined && { in_reply_to_id: reply.inReplyTo }),
    ...(isCarried(payload) && { structured_reply: { payload } }),
  };
}

function textOf(payload: JsonValue): string {
  if (payload === null) return '';
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}

/** The only date format that every part of Engage accepts: `YYYY-MM-DDTHH:MM:SSZ`. */
function engageTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

function contextData(data: EngageAuthor['contextData']): JsonObject {
  return Object.keys(data).length > 0 ? { context_data: { ...data } } : {};
}
