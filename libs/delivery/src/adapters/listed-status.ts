/**
 * The status of a delivery as in `ix_deliveries_newest`, so that a condition can use this index. Statements for the heads of
 * lanes compare the plain column: otherwise PostgreSQL could use this index for them too, and read a tenant's whole backlog.
 */
export function listedStatus(delivery: string): string {
  return `${delivery}.status COLLATE "C"`;
}
