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

/** The entry with its content in the format of this version. */
export function withContent({ content: stored, ...entry }: JournalEntry): JournalEntry {
  const content = readRichContent(stored as JsonValue | undefined);
  return { ...entry, ...(content && { content }) };
}
