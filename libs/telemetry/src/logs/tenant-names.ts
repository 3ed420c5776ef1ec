import { LRUCache } from 'lru-cache';

const MOST_NAMES = 10_000;

/** Slugs by the ids of tenants. Neither ever changes, so all loggers of the process share one cache. */
const slugs = new LRUCache<string, string>({ max: MOST_NAMES });

/** Called by code that has read a tenant: from then on every line about it has its slug, by which administrators know it. */
export function rememberTenantName(tenantId: string, slug: string): void {
  slugs.set(tenantId, slug);
}

/** The members of a log line, with the slug as `tenant` next to a known `tenantId`. */
export function withTenantName(line: Record<string, unknown>): Record<string, unknown> {
  const { tenantId } = line;
  const slug = typeof tenantId === 'string' ? slugs.get(tenantId) : undefined;
  return slug === undefined ? line : { tenant: slug, ...line };
}
