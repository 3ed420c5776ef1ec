import type { FastifyReply, FastifyRequest } from 'fastify';
import { noteRefusal } from './refusal.js';
import { failureOf, toProblem } from './to-problem.js';

/** Answers with a failure as `application/problem+json`, and notes it for the request's line in the log. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const failure = failureOf(error);
  noteRefusal(request, { code: failure.code, ...hiddenCause(error, failure.status) });
  if (failure.status === 401) reply.header('www-authenticate', 'Bearer');
  if (failure.status === 415) reply.header('accept-encoding', 'identity');
  if (failure.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(failure.retryAfterMs / 1000));
  else if (failure.status === 503 || failure.status === 429) reply.header('retry-after', 5);
  // A string, because a JSON serializer would answer as application/json.
  void reply
    .code(failure.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(toProblem(failure, request.url, request.id)));
}

/** The reason of an expected failure that only the log may show, e.g. that the database is not available. */
function hiddenCause(error: unknown, status: number): { err?: Error } {
  return status > 500 && error instanceof Error && error.cause !== undefined ? { err: error } : {};
}
