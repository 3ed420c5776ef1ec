import type { AgentMessage } from '#handover';
import { isJsonObject, type ForeignId, type JsonObject, readInstant } from '#kernel';
import { htmlText } from '#rich-content';
import type { Tenant } from '#tenant-config';
import { htmlToText } from 'html-to-text';
import { excessOf, excessOfText } from './agent-message-limits.js';
import { readId, readLabel, readText } from './foreign-json.js';
import { readAttachments } from './read-attachments.js';
import { readStructuredContent } from './read-structured-content.js';
import { repeatKeyOf } from './repeat-key.js';

/** Why an agent's message cannot be taken, for the agent to read. */
export interface Refusal {
  readonly refusal: string;
}

type Said = Pick<AgentMessage, 'text' | 'attachments' | 'content'>;

/** Reads `messages.create` (Channel SDK, "Objects"). */
export function readAgentMessage({ engage }: Tenant, call: JsonObject, rawBody: Buffer): AgentMessage | Refusal {
  const params = isJsonObject(call['params']) ? call['params'] : {};
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
    senderName: readLabel(params['sender_name']) ?? null,
    createdAt: readInstant(params['created_at']),
    rawBody,
  };
}

/** The words, files and offers of a message. */
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

/** The body as plain text; we declare no HTML, but an agent's words must not be lost if it comes. */
function readBody({ body, format }: JsonObject): string | undefined {
  if (body === undefined || body === null) return '';
  const text = readText(body);
  return text !== undefined && format === 'html' ? htmlText(text, converted) : text;
}

function converted(html: string): string {
  return htmlToText(html, { wordwrap: false });
}
