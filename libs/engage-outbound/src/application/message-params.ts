import type { EngageAuthor, MessageToEngage } from '#handover';
import type { JsonObject } from '#kernel';
import { splitText } from './split-text.js';

/** Engage refuses a longer `body`. */
export const MAX_BODY_CHARACTERS = 20_000;

/**
 * The params of the `messages.create` calls for one message, in the order to send them: one for each part of the text, with the
 * ids `<foreignId>`, `<foreignId>-2`, …. Attachments go along as addresses on lines of their own. A message that says
 * nothing gives no call, because Engage refuses a blank body.
 */
export function messageParams(message: MessageToEngage): JsonObject[] {
  const text = [message.text, ...message.attachments.map(({ url }) => url)].filter((line) => line !== '').join('\n');
  const bodies = splitText(text, MAX_BODY_CHARACTERS).filter((body) => body.trim() !== '');
  const at = engageTime(message.sentAt);
  return bodies.map((body, index) => ({
    id: index === 0 ? message.foreignId : `${message.foreignId}-${index + 1}`,
    author: userParams(message.author),
    thread_id: message.threadForeignId,
    body,
    format: 'text', // Engage takes a body without format for HTML
    created_at: at,
    updated_at: at,
    ...(index === 0 ? contextData(message.contextData) : {}),
  }));
}

/** An Engage "User" object. Both dates are required, although Engage's own samples leave one out. */
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

/** The one date format that every part of Engage takes: `YYYY-MM-DDTHH:MM:SSZ`. */
function engageTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

function contextData(data: EngageAuthor['contextData']): JsonObject {
  return Object.keys(data).length > 0 ? { context_data: { ...data } } : {};
}
