import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** Bytes of a body where nothing else is said. */
export const DEFAULT_BODY_LIMIT = 64 * 1024;

/** Lets a route accept larger (or only smaller) bodies; more is answered with 413. */
export function BodyLimit(bytes: number): MethodDecorator {
  return RouteConfig({ bodyLimit: bytes });
}

/** Makes `BodyLimit` work: Nest hands over a route's configuration, but not Fastify's own route options. */
export function readBodyLimits(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
}
