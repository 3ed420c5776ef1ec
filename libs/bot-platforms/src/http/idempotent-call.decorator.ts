import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { AppError } from '#kernel';
import type { IdempotentRequest } from '#handover';
import type { FastifyRequest } from 'fastify';

const MAX_KEY_LENGTH = 256;

export class BadIdempotencyKey extends AppError {
  readonly code = 'request.idempotency-key-bad';
  readonly kind = 'invalid';
  constructor() {
    super(`The header Idempotency-Key must be one text of 1 to ${MAX_KEY_LENGTH} characters.`);
  }
}

/** What identifies repeats of a call: the header `Idempotency-Key`, if there is one, and the raw body. */
export const IdempotentCall = createParamDecorator(
  async (_: unknown, context: ExecutionContext): Promise<IdempotentRequest> => {
    const { headers, incomingBody } = context.switchToHttp().getRequest<FastifyRequest>();
    const key = headers['idempotency-key'];
    if (key !== undefined && (typeof key !== 'string' || key === '' || key.length > MAX_KEY_LENGTH))
      throw new BadIdempotencyKey();
    return { key, body: await incomingBody.bytes() };
  },
);
