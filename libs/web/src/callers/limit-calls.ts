import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { noteRefusal } from '../problems/refusal.js';
import { failureOf, toProblem } from '../problems/to-problem.js';
import { routedPath } from '../server/routed-path.js';
import { CallBudget } from './call-budget.js';
import type { CallLimits } from './call-limits.js';
import { TooManyRefusals } from './caller.errors.js';
import { RequestCaller } from './request-caller.js';
import { StrangerPace } from './stranger-pace.js';

/** Gives every request its `caller`, and delays answers to calls beyond the limits. To be called after `takeBodies`. */
export function limitCalls(fastify: FastifyInstance, limits: CallLimits, isExempt: (path: string) => boolean): void {
  const budget = new CallBudget(limits);
  const pace = new StrangerPace(limits);
  fastify.decorateRequest('caller', null as unknown as RequestCaller);
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.caller = new RequestCaller(request.ip, budget, request.incomingBody);
    done();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const caller = request.caller as RequestCaller | null; // missing if the connection was already refused
    if (caller?.isThrottled) pace.hold(() => done(null, payload));
    else if (!caller || caller.known || reply.statusCode >= 500 || isExempt(routedPath(request))) done(null, payload);
    else answerStranger(pace, { request, reply, payload, done });
  });
}

interface Answer {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly payload: unknown;
  readonly done: (error: null, payload: unknown) => void;
}

function answerStranger(pace: StrangerPace, { request, reply, payload, done }: Answer): void {
  const verdict = pace.count(request.ip);
  if (verdict === 'at-once') return done(null, payload);
  const sent = reply.statusCode >= 400 ? refusal(pace, request, reply) : payload;
  if (verdict === 'held') return pace.hold(() => done(null, sent));
  void reply.header('connection', 'close');
  done(null, sent);
}

/** Replaces the answer with a 429. */
function refusal(pace: StrangerPace, request: FastifyRequest, reply: FastifyReply): string {
  const retryAfterMs = pace.retryAfterMs(request.ip);
  const failure = failureOf(new TooManyRefusals(reply.statusCode, retryAfterMs));
  noteRefusal(request, { code: failure.code });
  const body = JSON.stringify(toProblem(failure, request.url, request.id));
  void reply
    .code(failure.status)
    .removeHeader('www-authenticate')
    .headers({
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'retry-after': Math.ceil(retryAfterMs / 1_000),
    });
  return body;
}
