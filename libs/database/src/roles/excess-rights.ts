import type { DataSource } from 'typeorm';

/** Every right of the login role itself, which `RESET ROLE` would give back. */
const EXCESS = `
  SELECT r.rolsuper OR pg_has_role(r.oid, c.relowner, 'USAGE') OR has_table_privilege(r.oid, c.oid, 'SELECT') AS excess
  FROM pg_roles r, pg_class c WHERE r.rolname = session_user AND c.oid = 'tenants'::regclass`;

/** Whether the role of `DATABASE_URL` could read all tenants' rows without taking another role. */
export async function hasExcessRights(source: DataSource): Promise<boolean> {
  const [row] = await source.query<{ excess: boolean }[]>(EXCESS);
  return row?.excess ?? false;
}
