import type { Chat } from './chat.js';
import type { Entry } from './chat.types.js';
import type { HandoverRequest } from './dialects/dialect.js';
import { CUSTOMER } from './shop.js';

const QUOTED_QUESTIONS = 3;

/**
 * The data for an agent: who the customer is, the messages so far, and why a person is needed. Engage knows more than
 * the bot about customers on its own channels.
 */
export function handoverRequest(chat: Chat, reason: string): HandoverRequest {
  const said = chat.record.entries.flatMap(({ author, delivery, ...entry }) =>
    author === 'note' || delivery === 'refused' ? [] : [{ ...entry, author }],
  );
  const questions = said.filter(({ author }) => author === 'user').map((entry) => `"${quoted(entry)}"`);
  const { firstname } = CUSTOMER;
  return {
    sessionId: chat.id,
    userId: chat.userId,
    ...(!chat.isNative && {
      profile: CUSTOMER,
      transcript: said.map(({ id, author, text, attachments, content, sentAt }) => ({
        messageId: id,
        author,
        text,
        sentAt,
        ...(attachments && { attachments }),
        ...(content && { content }),
      })),
      context: { shop: 'Northwind Coffee', page: 'Web shop', language: 'en' },
    }),
    reason,
    summary: `${chat.isNative ? 'The customer' : firstname} wrote: ${questions.slice(-QUOTED_QUESTIONS).join(', ')}`,
  };
}

function quoted({ text, attachments = [] }: Pick<Entry, 'text' | 'attachments'>): string {
  return text || attachments.map(({ filename = 'a file' }) => filename).join(', ');
}
