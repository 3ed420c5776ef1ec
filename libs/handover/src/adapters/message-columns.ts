import { ColumnMap } from '#database';
import type { JsonValue } from '#kernel';
import { readRichContent } from '#rich-content';
import type { JournalEntry } from '#handover-rules';

export const MESSAGES = new ColumnMap<JournalEntry>(
  'messages',
  {
    tenantId: 'tenant_id',
    id: 'id',
    conversationId: 'conversation_id',
    author: 'author',
    authorName: 'author_name',
    messageId: 'message_id',
    foreignId: 'foreign_id',
    engageContentId: 'engage_content_id',
    attemptedAt: 'attempted_at',
    text: 'text',
    attachments: 'attachments',
    content: 'content',
    reply: 'reply',
    sentAt: 'sent_at',
    receivedAt: 'received_at',
    forwarding: 'forwarding',
  },
  ['position'],
);

/** With what it offers as this version reads it. */
export function withContent(entry: JournalEntry): JournalEntry {
  return { ...entry, content: readRichContent(entry.content as JsonValue | undefined) };
}
