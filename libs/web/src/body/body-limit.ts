import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** Maximum size of a body in bytes, unless the route has its own limit. */
export const DEFAULT_BODY_LIMIT = 64 * 1024;

/** Lets a route accept larger (or only smaller) bodies; more is answered with 413. */
export function BodyLimit(bytes: number): MethodDecorator {
  return RouteConfig({ bodyLimit: bytes });
}

/** Makes `BodyLimit` work: Nest passes on a route's configuration, but not Fastify's own route options. */
export function readBodyLimits(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
}
