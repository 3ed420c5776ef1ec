/**
 * The status of a delivery as `ix_deliveries_newest` holds it, so that a condition can use this index. The heads of lanes compare the
 * plain column: with it PostgreSQL would take the index of the lists for them too, and read a tenant's whole backlog.
 */
export function listedStatus(delivery: string): string {
  return `${delivery}.status COLLATE "C"`;
}
