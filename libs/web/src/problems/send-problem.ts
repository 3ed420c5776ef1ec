import type { FastifyReply, FastifyRequest } from 'fastify';
import { maskKeysInPaths } from '#kernel';
import { failureOf, toProblem } from './to-problem.js';

/** Answers a failure as `application/problem+json`. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const failure = failureOf(error);
  if (failure.status === 401) reply.header('www-authenticate', 'Bearer');
  if (failure.status === 415) reply.header('accept-encoding', 'identity');
  if (failure.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(failure.retryAfterMs / 1000));
  else if (failure.status === 503 || failure.status === 429) reply.header('retry-after', 5);
  // A string, because a JSON serializer would answer as application/json.
  void reply
    .code(failure.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(toProblem(failure, maskKeysInPaths(request.url), request.id)));
}
