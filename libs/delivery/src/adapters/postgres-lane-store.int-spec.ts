import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId, wholeMs } from '#kernel';
import type { ClaimedLane } from '../ports/lane-store.js';
import { LanesInPostgres } from '../testing/lanes-in-postgres.js';
import { NoDeliveryLog } from '../testing/no-delivery-log.js';
import { PostgresLaneStore } from './postgres-lane-store.js';

const LEASE_MS = 3_000;

describe('PostgresLaneStore', () => {
  const owner = newId();
  let world: LanesInPostgres;
  let store: PostgresLaneStore;
  beforeEach(async () => {
    world = await LanesInPostgres.create();
    store = new PostgresLaneStore(world.db.database, new NoDeliveryLog(), world.clock);
  });
  afterEach(() => world.close());

  const claim = (): Promise<ClaimedLane[]> =>
    store.claim({
      owner,
      leaseMs: LEASE_MS,
      maxLanes: 8,
      perTenant: 8,
      perDestination: 8,
      tenantsInFlight: {},
      destinationsInFlight: {},
    });

  const leaseEnds = async ({ conversationId }: ClaimedLane): Promise<number> => {
    const [row] = await world.db.database.statement<{ until: Date }>(
      'SELECT lease_until AS until FROM lanes WHERE conversation_id = $1',
      [conversationId],
    );
    return row!.until.getTime();
  };

  it('renews the other leases while a transaction keeps the row of one lane locked', async () => {
    for (const conversation of [await world.conversation(), await world.conversation()])
      await world.append(conversation, ['1']);
    const [locked, free] = await claim();
    const before = { locked: await leaseEnds(locked!), free: await leaseEnds(free!) };
    const other = world.db.dataSource.createQueryRunner();
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM lanes WHERE conversation_id = $1 FOR UPDATE', [locked!.conversationId]);
    await store.renew(owner, [locked!, free!], 2 * LEASE_MS);
    await other.query('ROLLBACK');
    await other.release();
    expect(await leaseEnds(free!)).toBeGreaterThan(before.free);
    expect(await leaseEnds(locked!)).toBe(before.locked);
  });

  it('stores durations that were computed as fractions', async () => {
    await world.append(await world.conversation(), ['1']);
    const [lane] = await claim();
    const head = await store.head(lane!);
    if (head.type !== 'item') throw new Error('The lane has an item.');
    const wait = { delayMs: wholeMs(3037.5), heldMs: wholeMs(6075.5), because: 'quiet' as const };
    expect(await store.postpone(lane!, head.delivery, wait, { durationMs: wholeMs(0.5), error: null })).toBe(true);
  });
});
