import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { hasBody } from '../body/has-body.js';
import { PacedDrain } from './paced-drain.js';

/** How long the rest of a body is read and dropped after the answer, in milliseconds. */
const LINGER_MS = 5_000;

/**
 * Answers callers whose body is not read to its end: a caller who sends everything before it reads would find a closed
 * connection and never see the answer. A caller who never stops sending, or stalls, is disconnected after a while.
 */
export function lingerAfterAnswers(fastify: FastifyInstance): void {
  const drain = new PacedDrain();
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (hasBody(request.headers) && request.raw.complete === false) linger(request.raw, reply, drain);
    done();
  });
}

function linger(body: IncomingMessage, reply: FastifyReply, drain: PacedDrain): void {
  const { socket } = body;
  const closes = !reply.raw.shouldKeepAlive || reply.getHeader('connection') === 'close';
  void reply.header('connection', 'keep-alive'); // Node would close at once
  const late = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  drain.drop(body);
  void Promise.all([finished(body, { writable: false }), finished(reply.raw, { readable: false })])
    .then(() => closes && socket.destroySoon())
    .catch(() => socket.destroy())
    .finally(() => clearTimeout(late));
}
