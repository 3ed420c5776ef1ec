import type { AgentMessage } from '#handover';
import { type ForeignId, type JsonObject, readId, readInstant, readObject, readText } from '#kernel';
import { htmlText } from '#rich-content';
import type { Tenant } from '#tenant-config';
import { htmlToText } from 'html-to-text';
import { excessOf, excessOfText } from './agent-message-limits.js';
import { readAttachments } from './read-attachments.js';
import { readStructuredContent } from './read-structured-content.js';
import { repeatKeyOf } from './repeat-key.js';

/** Characters of a name to show. */
const MAX_NAME = 255;

/** Why an agent's message cannot be accepted, as a text for the agent. */
export interface Refusal {
  readonly refusal: string;
}

type Said = Pick<AgentMessage, 'text' | 'attachments' | 'content'>;

/** Reads `messages.create` (Channel SDK, "Objects"). */
export function readAgentMessage({ engage }: Tenant, call: JsonObject, rawBody: Buffer): AgentMessage | Refusal {
  const params = readObject(call['params']);
  const threadId = readId(params['thread_id']);
  if (!threadId) return { refusal: 'The message has no thread_id.' };
  const said = readUtterance(params, engage);
  if ('refusal' in said) return said;
  const contentId = readId(params['content_id']);
  return {
    contentId,
    ...(contentId === undefined && { repeatKey: repeatKeyOf(params, call['time']) }),
    threadForeignId: threadId as ForeignId,
    ...said,
    senderName: readText(params['sender_name'], MAX_NAME) ?? null,
    createdAt: readInstant(params['created_at']),
    rawBody,
  };
}

/** The text, files and offers of a message. */
function readUtterance(params: JsonObject, engage: Tenant['engage']): Said | Refusal {
  const excess = excessOf(params);
  if (excess !== undefined) return { refusal: excess };
  const body = readBody(params);
  if (body === undefined) return { refusal: 'The body of the message is not text.' };
  const { attachments, lines } = readAttachments(params['attachments'], engage);
  const { content, text: words } = readStructuredContent(params['structured_content'], body);
  const text = [words, ...lines].filter((part) => part.trim() !== '').join('\n');
  const isNothing = text === '' && attachments.length === 0 && !content;
  const refusal = isNothing ? 'The message has neither text nor attachments.' : excessOfText(text.length);
  return refusal === undefined ? { text, attachments, ...(content && { content }) } : { refusal };
}

/** The body as plain text; we do not declare HTML, but if it comes, the agent's text must not be lost. */
function readBody({ body, format }: JsonObject): string | undefined {
  if (body === undefined || body === null) return '';
  const text = readText(body);
  return text !== undefined && format === 'html' ? htmlText(text, converted) : text;
}

function converted(html: string): string {
  return htmlToText(html, { wordwrap: false });
}
