import type { JsonObject } from '#kernel';
import { structuredFault } from './structured-limits.js';

/** Params of `messages.create` and of the other calls of the Send API, unchecked. */
export interface MessageParams {
  id?: string;
  thread_id?: string;
  body?: string;
  format?: string;
  preview?: string;
  author?: {
    id: string;
    screenname?: string;
    created_at?: string;
    updated_at?: string;
    puppetizable?: boolean;
  };
  attachments?: { url?: string; content?: string; filename?: string; type?: string }[];
  structured_content?: JsonObject;
  structured_reply?: { payload?: unknown };
  in_reply_to_id?: string;
}

const SDK_KINDS: unknown[] = ['select', 'rich_link', 'template', 'carousel'];
const INVALID = 'Invalid resource format';

/** Why Engage refuses a message; undefined for one that it accepts. @param knows ids of contents */
export function messageFault(
  params: MessageParams,
  showsStructured: boolean,
  knows: (id: string) => boolean,
): string | undefined {
  const { id, thread_id: threadId, body, format, attachments = [], author, in_reply_to_id: answers } = params;
  const says = body === undefined ? attachments.length > 0 : body.trim() !== '' && body.length <= 20_000;
  if (!id || !threadId || !says || format !== 'text' || !author) return INVALID;
  if (attachments.some(isUnfit) || (answers !== undefined && !knows(answers))) return INVALID;
  const payload = params.structured_reply?.payload;
  if (params.structured_reply && !(typeof payload === 'string' && /^\p{ASCII}{1,1000}$/u.test(payload))) return INVALID;
  return params.structured_content && structureFault(params.structured_content, author, showsStructured);
}

function structureFault(
  content: JsonObject,
  author: NonNullable<MessageParams['author']>,
  showsStructured: boolean,
): string | undefined {
  if (!showsStructured) return "Source doesn't support structured contents";
  if (!content['type']) return 'Type is required for structured contents';
  if (!SDK_KINDS.includes(content['type'])) return "Source doesn't support this type of structured content";
  if (author.puppetizable !== true) return 'The author must be puppetizable';
  const fault = structuredFault(content, 'attachment_url');
  return fault && `structured_content: ${fault}`;
}

function isUnfit({ url, content, filename = '', type }: NonNullable<MessageParams['attachments']>[number]): boolean {
  const isLink = url !== undefined && /^https?:/.test(url) && content === undefined;
  const isInline = content !== undefined && /^[\w+/]+=*$/.test(content) && filename !== '' && url === undefined;
  return !(isLink || isInline) || !(type === undefined || type === 'audio' || type === 'video');
}
