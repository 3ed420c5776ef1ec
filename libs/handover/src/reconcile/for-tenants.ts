import type { TenantId } from '#kernel';

/** Tenants that are served together. */
const AT_A_TIME = 8;

/**
 * Does the work for all tenants, a few at a time: a tenant whose Engage hangs uses one place, and no other tenant waits for it.
 *
 * @param work must not throw: an error would end the run for all
 * @param signal ends the run before the next tenants
 */
export async function forTenants(
  ids: readonly TenantId[],
  work: (id: TenantId) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const waiting = ids.values();
  const place = async (): Promise<void> => {
    for (const id of waiting) {
      if (signal.aborted) return;
      await work(id);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, place));
}
