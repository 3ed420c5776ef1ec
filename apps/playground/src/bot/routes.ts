import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Clock, newId } from '#kernel';
import { GREETING } from './answers.js';
import { Chat } from './chat.js';
import type { Chats } from './chats.js';
import type { ErrandRunner } from './errand-runner.js';
import { BOT_NAME, CUSTOMER } from './shop.js';
import type { UpdateStream } from './update-stream.js';

const ID = { type: 'string', pattern: '^[0-9a-f-]{36}$' } as const;
const WITH_CHAT = { params: { type: 'object', required: ['chatId'], properties: { chatId: ID } } } as const;

interface ChatParams {
  Params: { chatId: string };
}

export interface PageRoutes {
  readonly chats: Chats;
  readonly errands: ErrandRunner;
  readonly updates: UpdateStream;
  readonly clock: Clock;
  /** Shown on the page. */
  readonly about: {
    /** Whose dialect the bot speaks. */
    readonly platform: string;
    /** By name. */
    readonly links: Readonly<Record<string, string>>;
  };
}

/** What the chat page calls. */
export function addPageRoutes(app: FastifyInstance, { chats, errands, updates, clock, about }: PageRoutes): void {
  app.get('/api/shop', () => ({ customer: CUSTOMER.firstname, ...about }));

  const opening = { body: { type: 'object', properties: { userId: ID } } } as const;
  app.post<{ Body: { userId?: string } }>('/api/chats', { schema: opening }, async (request, reply) => {
    const chat = welcome(request.body.userId ?? newId(), clock);
    await chats.add(chat);
    return reply.code(201).send({ chatId: chat.id, userId: chat.userId });
  });

  app.get<ChatParams>('/api/chats/:chatId', { schema: WITH_CHAT }, (request, reply) => {
    const chat = chats.find(request.params.chatId);
    return chat ? reply.send({ chatId: chat.id, userId: chat.userId }) : unknownChat(reply);
  });

  app.get<ChatParams>('/api/chats/:chatId/updates', { schema: WITH_CHAT }, (request, reply) => {
    const chat = chats.find(request.params.chatId);
    if (!chat) return unknownChat(reply);
    return updates.open(chat, request, reply);
  });

  const message = {
    ...WITH_CHAT,
    body: {
      type: 'object',
      required: ['id', 'text'],
      properties: { id: ID, text: { type: 'string', minLength: 1, maxLength: 4_000 } },
    },
  } as const;
  app.post<ChatParams & { Body: { id: string; text: string } }>(
    '/api/chats/:chatId/messages',
    { schema: message },
    async ({ params, body }, reply) => {
      const chat = chats.find(params.chatId);
      if (!chat) return unknownChat(reply);
      chat.hear(body.id, body.text, clock.now().toISOString());
      await chats.save(chat);
      errands.run(chat);
      return reply.code(202).send();
    },
  );
}

/** The greeting stays between page and bot: nobody has asked anything yet. */
function welcome(userId: string, clock: Clock): Chat {
  const chat = Chat.open(newId(), userId);
  for (const text of GREETING.texts) {
    chat.add({ id: newId(), author: 'bot', name: BOT_NAME, text, sentAt: clock.now().toISOString() });
  }
  chat.suggest(GREETING.suggestions);
  return chat;
}

function unknownChat(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ detail: 'There is no such chat.' });
}
