import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '#kernel';
import type { Chats } from '../chats.js';
import type { ConnectorEvent } from '../connector-event.js';
import { type CognigyCall, type CognigyInput, customersWords, outsideWords } from './cognigy-events.js';
import { signed } from './cognigy-signature.js';
import type { Hear } from './dialect.js';

const MAX_AGE_S = 300;

export interface CognigyRoutes {
  readonly transformerSecret: string;
  /** The Webhook Endpoint for customers on Engage's own channels. */
  readonly webhookEndpoint: { readonly urlToken: string; readonly apiKey: string };
  readonly hear: Hear;
  readonly chats: Chats;
  readonly clock: Clock;
}

type Calling = FastifyRequest<{ Params: { urlToken: string } }>;

/**
 * The routes of Cognigy.AI's Endpoints that the connector calls: messages for the customer, events for the flow, and
 * messages of customers on Engage's own channels.
 */
export function addCognigyRoutes(app: FastifyInstance, routes: CognigyRoutes): void {
  const { transformerSecret, webhookEndpoint, hear, chats, clock } = routes;
  const answer = async (event: ConnectorEvent, reply: FastifyReply): Promise<FastifyReply> =>
    (await hear(event)) ? reply.send('"Accepted"') : reply.code(404).send('There is no such session');
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.post('/:service(notify|inject)/:urlToken', async (request: Calling, reply) => {
      if (!isSigned(request, transformerSecret, clock)) return reply.code(401).send('Refused by the transformer');
      const call = JSON.parse(request.body as string) as CognigyCall;
      if (typeof call.sessionId !== 'string') return reply.code(400).send('sessionId is missing');
      return answer(outsideWords(call, chats.find(call.sessionId)?.record.sequence ?? 0, clock), reply);
    });
    scope.post('/:urlToken', async ({ params, headers, body }: Calling, reply) => {
      if (params.urlToken !== webhookEndpoint.urlToken) return reply.code(404).send('There is no such Endpoint');
      if (headers['x-webhook-key'] !== webhookEndpoint.apiKey) return reply.code(401).send('Unauthorized');
      const input = JSON.parse(body as string) as CognigyInput;
      return answer(customersWords(input, chats.find(input.sessionId)?.record.sequence ?? 0, clock), reply);
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
