import type { FastifyInstance } from 'fastify';
import type { Chats } from './chats.js';
import type { ErrandRunner } from './errand-runner.js';
import type { Presence } from './presence.js';
import { type ChatParams, unknownChat, WITH_CHAT } from './routes.js';

/** The connector accepts no longer preview. */
const PREVIEW_LENGTH = 1_000;

const SEEN = {
  ...WITH_CHAT,
  body: { type: 'object', required: ['messageId'], properties: { messageId: { type: 'string', maxLength: 256 } } },
} as const;
const TYPING = {
  ...WITH_CHAT,
  body: { type: 'object', required: ['text'], properties: { text: { type: 'string', maxLength: 4_000 } } },
} as const;

export interface SignalRoutes {
  readonly chats: Chats;
  readonly errands: ErrandRunner;
  readonly presence: Presence;
}

/**
 * What the chat page reports in addition to messages: what the customer has seen, and when the customer types (an empty
 * text: stopped).
 */
export function addSignalRoutes(app: FastifyInstance, { chats, errands, presence }: SignalRoutes): void {
  app.post<ChatParams & { Body: { messageId: string } }>(
    '/api/chats/:chatId/seen',
    { schema: SEEN },
    async ({ params, body }, reply) => {
      const chat = chats.find(params.chatId);
      if (!chat) return unknownChat(reply);
      chat.see(body.messageId);
      await chats.save(chat);
      errands.run(chat);
      return reply.code(202).send();
    },
  );

  app.post<ChatParams & { Body: { text: string } }>(
    '/api/chats/:chatId/typing',
    { schema: TYPING },
    ({ params, body: { text } }, reply) => {
      const chat = chats.find(params.chatId);
      if (!chat) return unknownChat(reply);
      const preview = text.slice(-PREVIEW_LENGTH);
      presence.type(chat, preview ? { type: 'typing_started', preview } : { type: 'typing_stopped' });
      return reply.code(202).send();
    },
  );
}
