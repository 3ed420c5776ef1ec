import type { CheckResult } from '#tenant-config';

/** The result with the tenant's slug in the calls of its fix, so that they can be copied. */
export function forTenant(slug: string, result: CheckResult): CheckResult {
  return { ...result, fix: result.fix?.replaceAll('{slug}', slug) ?? null };
}
