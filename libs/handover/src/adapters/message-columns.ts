import { ColumnMap } from '#database';
import type { JournalEntry } from '../domain/journal-entry.js';

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
