import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { IncomingBody } from './incoming-body.js';

/** The body before it is received, for routes that check the caller first or need the raw bytes. */
export const ReceivedBody = createParamDecorator(
  (_: unknown, context: ExecutionContext): IncomingBody =>
    context.switchToHttp().getRequest<FastifyRequest>().incomingBody,
);
