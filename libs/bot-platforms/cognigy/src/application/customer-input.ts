import type { BotEvent } from '#handover';
import type { JsonObject } from '#kernel';
import { apiFile } from './agent-files.js';
import { MAX_TEXT } from './agent-parts.js';

type CustomerMessage = Extract<BotEvent, { type: 'user.message' }>;

/** The input of a flow. */
export interface CustomerInput {
  readonly text?: string;
  readonly data: JsonObject;
}

/**
 * A message of a customer of Engage's own sources, as Cognigy's channels send it: a choice arrives as its payload in the text,
 * files in `data.attachments`. The title of a choice and the ids of Engage are in `data.handoverConnector`.
 */
export function customerInput({ id, data }: CustomerMessage): CustomerInput {
  const { messageId, text, payload, attachments, hasAttachment, sourceId, private: isPrivate, sentAt } = data;
  const isChoice = typeof payload === 'string' && payload !== '';
  const words = isChoice ? payload : text;
  const input = upToLimit(words);
  return {
    ...(input.trim() !== '' && { text: input }),
    data: {
      source: 'engage',
      ...(attachments.length > 0 && { attachments: attachments.map(apiFile) }),
      handoverConnector: {
        eventId: id,
        messageId,
        sourceId,
        private: isPrivate,
        hasAttachment,
        sentAt,
        ...(isChoice && { title: text }),
        ...(payload !== undefined && !isChoice && { payload }),
        ...(input !== words && { cut: true }),
      },
    },
  };
}

/** The text up to the length that Cognigy accepts, without half a character. */
function upToLimit(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return text
    .slice(0, MAX_TEXT)
    .toWellFormed()
    .replace(/\uFFFD$/, '');
}
