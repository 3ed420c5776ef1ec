/** With row locks alone, a deletion would wait while new transactions keep sharing the row; these locks are granted in turn. */
const lockOf = (how: '' | '_shared', tenantId: string): string =>
  `pg_advisory_xact_lock${how}(hashtextextended('tenant ' || ${tenantId}::uuid, 0))`;

/**
 * A query with one row, or none if the tenant no longer exists. Until the transaction ends, the tenant cannot be deleted.
 * Run it before all other locks: a deletion takes its locks in the same order, so that there is no deadlock.
 *
 * @param tenantId SQL for the id, e.g. `$1`
 */
export function tenantStays(tenantId: string): string {
  return `SELECT FROM ${lockOf('_shared', tenantId)} alike, tenants WHERE tenant_id = ${tenantId}::uuid FOR KEY SHARE OF tenants`;
}

/** Waits for transactions that need the tenant, and makes new ones wait. @param tenantId e.g. `$1` */
export function tenantGoes(tenantId: string): string {
  return `SELECT ${lockOf('', tenantId)}`;
}
