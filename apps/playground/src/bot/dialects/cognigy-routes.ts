import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock, JsonObject } from '#kernel';
import type { Chats } from '../chats.js';
import type { ConnectorEvent, HandoverStatus } from '../connector-event.js';
import { signed } from './cognigy-signature.js';
import type { Hear } from './dialect.js';
import { wordsOfNotify } from './cognigy-rich.js';

interface CognigyCall {
  readonly sessionId: string;
  readonly text: string;
  readonly data: {
    readonly handover?: HandoverStatus['data'] & { readonly eventId: string; readonly sequence: number };
    readonly handoverConnector?: { readonly eventId: string };
    readonly attachments?: readonly { readonly url: string; readonly fileName: string }[];
  };
}

const MAX_AGE_S = 300;

export interface CognigyRoutes {
  readonly transformerSecret: string;
  readonly hear: Hear;
  readonly chats: Chats;
  readonly clock: Clock;
}

/** What the connector calls of a Cognigy.AI Endpoint: words for the customer, and events for the flow. */
export function addCognigyRoutes(app: FastifyInstance, { transformerSecret, hear, chats, clock }: CognigyRoutes): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.post('/:service(notify|inject)/:urlToken', async (request: FastifyRequest, reply) => {
      if (!isSigned(request, transformerSecret, clock)) return reply.code(401).send('Refused by the transformer');
      const call = JSON.parse(request.body as string) as CognigyCall;
      const known = await hear(eventOf(call, chats.find(call.sessionId)?.record.sequence ?? 0, clock));
      return known ? reply.send('"Accepted"') : reply.code(404).send('There is no such session');
    });
  });
}

function isSigned({ headers, body }: FastifyRequest, secret: string, clock: Clock): boolean {
  const timestamp = String(headers['x-connector-timestamp']);
  const given = Buffer.from(String(headers['x-connector-signature']));
  const wanted = Buffer.from(signed(secret, timestamp, body as string));
  const isRecent = Math.abs(clock.millis() / 1000 - Number(timestamp)) <= MAX_AGE_S;
  return isRecent && given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** In the words of the generic platform, which the rest of the bot speaks. A message has no number: it comes after all before it. */
function eventOf({ sessionId, text, data }: CognigyCall, latest: number, clock: Clock): ConnectorEvent {
  const { handover, handoverConnector, attachments = [] } = data;
  if (handover) {
    const { eventId: id, sequence, ...status } = handover;
    return { type: 'handover.status', id, sessionId, conversationId: sessionId, sequence, data: status };
  }
  const id = handoverConnector?.eventId ?? '';
  const files = attachments.map(({ url, fileName: filename }) => ({ url, filename }));
  const words = wordsOfNotify(text, data as JsonObject);
  const said = { messageId: id, ...words, attachments: files, sentAt: clock.now().toISOString() };
  return { type: 'agent.message', id, sessionId, conversationId: sessionId, sequence: latest, data: said };
}
