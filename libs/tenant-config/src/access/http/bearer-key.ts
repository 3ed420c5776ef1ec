import type { FastifyRequest } from 'fastify';

/** The key in `Authorization: Bearer <key>`. */
export function bearerKey(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** The key in `Authorization: Bearer <key>`, else the one in `X-API-Key`. */
export function botKey(request: FastifyRequest): string | undefined {
  const header = request.headers['x-api-key'];
  return bearerKey(request) ?? (typeof header === 'string' ? header.trim() : undefined);
}
