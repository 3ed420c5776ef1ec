import type pg from 'pg';

/** In milliseconds. Making the plans of a connection again takes a few of them. */
const MOST_AGE_MS = 5_000;

const plannedAt = new WeakMap<pg.ClientBase, number>();

/**
 * Connections keep the plans of prepared statements, functions and foreign keys until a table is analyzed, which takes
 * PostgreSQL a minute or more. A plan that was made while a table was empty reads all of it once it has grown: so plans
 * are made again from time to time, for the size that tables have by then.
 */
export async function forgetOldPlans(client: pg.ClientBase): Promise<void> {
  const now = performance.now();
  const since = plannedAt.get(client);
  if (since !== undefined && now - since < MOST_AGE_MS) return;
  plannedAt.set(client, now);
  if (since !== undefined) await client.query('DISCARD PLANS');
}
