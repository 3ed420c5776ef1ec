import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Clock, newId } from '#kernel';
import { greeting } from './answers.js';
import { Chat } from './chat.js';
import type { Chats } from './chats.js';
import type { ErrandRunner } from './errand-runner.js';
import { BOT_NAME, CUSTOMER } from './shop.js';
import type { UpdateStream } from './update-stream.js';
import type { Uploads } from './uploads.js';

export const ID = { type: 'string', pattern: '^[0-9a-f-]{36}$' } as const;
export const WITH_CHAT = { params: { type: 'object', required: ['chatId'], properties: { chatId: ID } } } as const;

export interface ChatParams {
  Params: { chatId: string };
}

export interface PageRoutes {
  readonly chats: Chats;
  readonly errands: ErrandRunner;
  readonly updates: UpdateStream;
  readonly uploads: Uploads;
  readonly clock: Clock;
  /** Shown on the page. */
  readonly about: {
    /** The platform that the bot imitates. */
    readonly platform: string;
    /** By name. */
    readonly links: Readonly<Record<string, string>>;
  };
}

/** The routes that the chat page calls. */
export function addPageRoutes(
  app: FastifyInstance,
  { chats, errands, updates, uploads, clock, about }: PageRoutes,
): void {
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

  addMessageRoute(app, { chats, errands, uploads, clock });
}

const MESSAGE = {
  ...WITH_CHAT,
  body: {
    type: 'object',
    required: ['id', 'text'],
    properties: {
      id: ID,
      text: { type: 'string', maxLength: 4_000 },
      payload: { type: 'string', maxLength: 10_000 },
      files: { type: 'array', items: ID, maxItems: 5 },
    },
  },
} as const;

interface PageMessage {
  readonly id: string;
  readonly text: string;
  /** The payload of the chosen option. */
  readonly payload?: string;
  /** Ids of uploads. */
  readonly files?: readonly string[];
}

function addMessageRoute(
  app: FastifyInstance,
  { chats, errands, uploads, clock }: Pick<PageRoutes, 'chats' | 'errands' | 'uploads' | 'clock'>,
): void {
  app.post<ChatParams & { Body: PageMessage }>(
    '/api/chats/:chatId/messages',
    { schema: MESSAGE },
    async ({ params, body: { id, files = [], ...words } }, reply) => {
      const chat = chats.find(params.chatId);
      if (!chat) return unknownChat(reply);
      const found = (await Promise.all(files.map((file) => uploads.find(file)))).filter((file) => file !== undefined);
      if (found.length < files.length) return reply.code(422).send({ detail: 'There is no such file.' });
      if (!words.text && found.length === 0) return reply.code(400).send({ detail: 'The message is empty.' });
      const attachments = found.map((file) => uploads.attachment(file));
      chat.hear(id, { ...words, ...(attachments.length > 0 && { attachments }) }, clock.now().toISOString());
      await chats.save(chat);
      errands.run(chat);
      return reply.code(202).send();
    },
  );
}

/** The greeting is not reported to the connector: no question has been asked yet. */
function welcome(userId: string, clock: Clock): Chat {
  const chat = Chat.open(newId(), userId);
  for (const words of greeting(CUSTOMER.firstname).messages) {
    chat.say({ id: newId(), author: 'bot', name: BOT_NAME, ...words, sentAt: clock.now().toISOString() });
  }
  return chat;
}

export function unknownChat(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ detail: 'There is no such chat.' });
}
