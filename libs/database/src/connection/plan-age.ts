import type pg from 'pg';

/** How old the plans of a connection may be, in milliseconds: short at first, when tables grow fastest. */
const FIRST_AGE_MS = 250;
const MOST_AGE_MS = 60_000;

interface Plans {
  readonly madeAt: number;
  readonly mostAgeMs: number;
}

const plans = new WeakMap<pg.ClientBase, Plans>();

/**
 * Connections keep the plans of prepared statements, functions and foreign keys until a table is analyzed, which takes
 * PostgreSQL a minute or more. A plan that was made for an empty table reads all of it once it has grown. So plans are made
 * again from time to time, for the current size of the tables.
 */
export async function forgetOldPlans(client: pg.ClientBase): Promise<void> {
  const madeAt = performance.now();
  const before = plans.get(client);
  if (before && madeAt - before.madeAt < before.mostAgeMs) return;
  plans.set(client, { madeAt, mostAgeMs: before ? Math.min(before.mostAgeMs * 2, MOST_AGE_MS) : FIRST_AGE_MS });
  if (before) await client.query('DISCARD PLANS');
}
