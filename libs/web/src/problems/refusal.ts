import type { FastifyRequest } from 'fastify';

/** Why a call was refused, for its line in the log. */
export interface Refusal {
  /** The `code` of the problem that the caller got. */
  readonly code: string;
  /** The error with its causes, if these say more than the caller may know. */
  readonly err?: Error;
}

const refusals = new WeakMap<FastifyRequest, Refusal>();

/** Remembers why a call is refused. The last reason counts. */
export function noteRefusal(request: FastifyRequest, refusal: Refusal): void {
  refusals.set(request, refusal);
}

/** Why the call was refused; undefined if it was not. */
export function refusalOf(request: FastifyRequest): Refusal | undefined {
  return refusals.get(request);
}
