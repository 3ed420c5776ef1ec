import type { Chat } from './chat.js';
import type { HandoverRequest } from './dialects/dialect.js';
import { CUSTOMER } from './shop.js';

const QUOTED_QUESTIONS = 3;

/** What an agent is given: who the customer is, what was said, and why a person is needed. */
export function handoverRequest(chat: Chat, reason: string): HandoverRequest {
  const said = chat.record.entries.flatMap(({ author, delivery, ...entry }) =>
    author === 'note' || delivery === 'refused' ? [] : [{ ...entry, author }],
  );
  const questions = said.filter(({ author }) => author === 'user').map(({ text }) => `"${text}"`);
  return {
    sessionId: chat.id,
    userId: chat.userId,
    profile: CUSTOMER,
    transcript: said.map(({ id, author, text, sentAt }) => ({ messageId: id, author, text, sentAt })),
    reason,
    summary: `${CUSTOMER.firstname} wrote: ${questions.slice(-QUOTED_QUESTIONS).join(', ')}`,
    context: { shop: 'Northwind Coffee', page: 'Web shop', language: 'en' },
  };
}
