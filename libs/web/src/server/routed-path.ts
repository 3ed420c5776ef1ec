import type { FastifyRequest } from 'fastify';

/**
 * The path that says what a request is for: the pattern of its route. Only a request without a route has its own path here,
 * because a path can be written in several ways, with encoded characters for example, that lead to the same route.
 */
export function routedPath({ routeOptions, url }: FastifyRequest): string {
  return routeOptions.url ?? url;
}
