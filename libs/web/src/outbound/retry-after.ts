/**
 * The time that a `Retry-After` header requests, in milliseconds, unbounded and perhaps negative; undefined for
 * anything else.
 */
export function retryAfterMs(header: unknown, nowMs: number): number | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(wait) ? wait : undefined;
}
