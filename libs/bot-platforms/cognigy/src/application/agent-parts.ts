import type { BotEvent } from '#handover';
import { type JsonObject, splitText } from '#kernel';
import { textWithContent } from '#rich-content';
import { cognigyContent, holdsText } from './agent-content.js';

/** Cognigy accepts no longer text. */
export const MAX_TEXT = 10_000;

/** The part of an agent's message that one call can carry. */
export interface AgentPart {
  readonly text: string;
  /** Besides the text, for `data`. */
  readonly content?: JsonObject;
}

type AgentMessage = Extract<BotEvent, { type: 'agent.message' }>;

/**
 * An agent's message as the customer's channel can show it: Webchat gets Cognigy's own kinds. It is not documented whether
 * other channels convert them, so these get everything as text, files and choices included. For a message of white space
 * there are no parts: Endpoints have failed on calls with nothing to show.
 */
export function partsFor({ data, address }: AgentMessage): AgentPart[] {
  const said = data.text.trim() === '' ? { ...data, text: '' } : data;
  const { text, attachments, content } = said;
  if (text === '' && attachments.length === 0 && !content) return [];
  if (isWebchat(address)) return webchatParts(said);
  const words = [text, ...attachments.map(({ url }) => url)].filter(Boolean).join('\n');
  return textParts(textWithContent(words, content));
}

export function isWebchat({ channel }: JsonObject): boolean {
  return typeof channel === 'string' && /^webchat/i.test(channel);
}

/** Webchat v3, the only client that supports the queue display; others would show an empty message. */
export function hasQueueDisplay({ channel }: JsonObject): boolean {
  return typeof channel === 'string' && /^webchat(?:3|-client)$/i.test(channel);
}

/** Text that the content cannot contain goes before it. */
function webchatParts({ text, content }: AgentMessage['data']): AgentPart[] {
  const isInside = content !== undefined && holdsText(content) && text.length <= MAX_TEXT;
  const shown = content && cognigyContent(content, isInside ? text : '');
  if (!shown) return textParts(textWithContent(text, content));
  return [...(isInside || text === '' ? [] : textParts(text)), { text: '', content: shown }];
}

function textParts(text: string): AgentPart[] {
  return splitText(text, MAX_TEXT).map((part) => ({ text: part }));
}
