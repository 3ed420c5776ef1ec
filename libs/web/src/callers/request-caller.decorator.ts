import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RequestCaller } from './request-caller.js';

/** Who makes the call, for routes that check the credential themselves. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): RequestCaller => context.switchToHttp().getRequest<FastifyRequest>().caller,
);
