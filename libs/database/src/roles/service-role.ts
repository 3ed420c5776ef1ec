import { DatabaseError, type ClientBase } from 'pg';

/** Sees the rows of all tenants. Sessions of the service use it, except in the transactions of one tenant. */
export const ACROSS_TENANTS = 'engage_handover_across';
/** Sees the rows of the current tenant. */
export const ONE_TENANT = 'engage_handover_app';

const UNKNOWN_ROLE = '22023';
const NOT_A_MEMBER = '42501';

/** The role of `DATABASE_URL` cannot work with this schema yet; the message says why. */
export class ServiceRoleUnavailable extends Error {}

/**
 * Gives a new session the rights of the service. `RESET ROLE` removes them again: the session is then the role of
 * `DATABASE_URL`, which has none.
 *
 * @throws ServiceRoleUnavailable before the migrations have run, or when they ran without admitting this role
 */
export async function takeServiceRole(client: ClientBase): Promise<void> {
  try {
    await client.query(`SET ROLE ${ACROSS_TENANTS}`);
  } catch (error) {
    throw reasonOf(error);
  }
}

/** Settings of a pool whose sessions have the rights of the service only. */
export const POOL_AS_SERVICE: { readonly onConnect: (client: ClientBase) => void } = {
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it, though its type does not say so
  onConnect: takeServiceRole,
};

function reasonOf(error: unknown): unknown {
  const code = error instanceof DatabaseError ? error.code : undefined;
  if (code === UNKNOWN_ROLE)
    return new ServiceRoleUnavailable(`Migrations are missing: none has created the role ${ACROSS_TENANTS} yet.`);
  if (code === NOT_A_MEMBER)
    return new ServiceRoleUnavailable(
      `Migrations are missing: the role of DATABASE_URL is not a member of ${ACROSS_TENANTS}. Run them with this DATABASE_URL and the owner's MIGRATION_DATABASE_URL.`,
    );
  return error;
}
