import type { AgentMessage, Attachment } from '#handover';
import { isJsonObject, type ForeignId, type JsonObject, type JsonValue } from '#kernel';
import type { RichContent } from '#rich-content';
import { htmlToText } from 'html-to-text';
import { readId, readInstant, readText } from './foreign-json.js';
import { type Offered, readStructuredContent } from './read-structured-content.js';

/** Why an agent's message cannot be taken, for the agent to read. */
export interface Refusal {
  readonly refusal: string;
}

/** Reads the params of `messages.create` (Channel SDK, "Objects"). */
export function readAgentMessage(params: JsonObject, rawBody: Buffer): AgentMessage | Refusal {
  const contentId = readId(params['content_id']);
  const threadId = readId(params['thread_id']);
  if (!contentId || !threadId) return { refusal: 'The message has no content_id or no thread_id.' };
  const body = readBody(params);
  if (body === undefined) return { refusal: 'The body of the message is not text.' };
  const attachments = readAttachments(params['attachments']);
  const offered = readStructuredContent(params['structured_content']);
  const { content } = offered;
  const text = wordsBeside(offered, body);
  if (text.trim() === '' && attachments.length === 0 && !content)
    return { refusal: 'The message has neither text nor attachments.' };
  return {
    contentId,
    threadForeignId: threadId as ForeignId,
    text,
    attachments,
    ...(content && { content }),
    senderName: readText(params['sender_name']) ?? null,
    createdAt: readInstant(params['created_at']),
    rawBody,
  };
}

/** The body as plain text; we declare no HTML, but an agent's words must not be lost if it comes. */
function readBody({ body, format }: JsonObject): string | undefined {
  if (body === undefined || body === null) return '';
  const text = readText(body);
  return text !== undefined && format === 'html' ? htmlToText(text, { wordwrap: false }) : text;
}

function wordsBeside({ content, text }: Offered, body: string): string {
  if (content && standsFor(content, body)) return '';
  return text === undefined ? body : [body, text].filter((part) => part.trim() !== '').join('\n');
}

/** Beside cards the body may be what Engage shows where there are none: the first title, or where a link leads. */
function standsFor(content: RichContent, body: string): boolean {
  const words = body.trim();
  if (content.type === 'carousel') return words === content.items[0]?.title;
  if (content.type === 'rich_link') return words === content.title || words === content.url;
  return content.type === 'template' && words === content.title;
}

function readAttachments(value: JsonValue | undefined): Attachment[] {
  return Array.isArray(value) ? value.flatMap((item) => readAttachment(item) ?? []) : [];
}

function readAttachment(item: JsonValue): Attachment | undefined {
  if (!isJsonObject(item)) return undefined;
  const url = readText(item['url']);
  if (url === undefined || !/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  const type = readText(item['type']);
  const filename = readText(item['filename']);
  return { url, ...(type ? { type: shownAs(type) } : {}), ...(filename ? { filename } : {}) };
}

/** Engage has more kinds of files, e.g. `pdf` and `excel`. */
function shownAs(type: string): string {
  return ['image', 'video', 'audio'].includes(type) ? type : 'file';
}
