import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DeliveryId, newId, type TenantId, wholeMs } from '#kernel';
import { eventually } from '#testing';
import type { Delivery } from '../domain/delivery.js';
import type { Attempt, ClaimedLane, ClaimRequest, LaneHead } from '../ports/lane-store.js';
import { LanesInPostgres } from '../testing/lanes-in-postgres.js';
import { NoDeliveryLog } from '../testing/no-delivery-log.js';
import { PostgresLaneStore } from './postgres-lane-store.js';

const LEASE_MS = 3_000;
const REQUEST: Omit<ClaimRequest, 'owner'> = {
  leaseMs: LEASE_MS,
  maxLanes: 64,
  perTenant: 64,
  perDestination: 64,
  tenantsInFlight: {},
  destinationsInFlight: {},
  tenantsYielding: {},
  destinationsYielding: {},
  roomToYield: 64,
  looksForWaiting: false,
};
const DONE: Attempt = { durationMs: wholeMs(1), error: null };

/** Statements that the store sends. */
function countStatements(): () => number {
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  return () => sent.mock.calls.filter(([query]) => (query as { name?: string }).name?.startsWith('lanes.')).length;
}

interface Claimed {
  readonly lane: ClaimedLane;
  readonly head: Delivery;
}

describe('PostgresLaneStore', () => {
  const owner = newId();
  let world: LanesInPostgres;
  let store: PostgresLaneStore;
  beforeEach(async () => {
    world = await LanesInPostgres.create();
    store = new PostgresLaneStore(world.db.database, new NoDeliveryLog(), world.clock);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await world.close();
  });

  const claimHeads = async (more: Partial<ClaimRequest> = {}): Promise<Claimed[]> => {
    const claim = await store.claim({ ...REQUEST, owner, ...more });
    return claim.lanes.map(({ lane, head }) => ({ lane, head: itemOf(head) }));
  };
  const claim = async (): Promise<ClaimedLane[]> => (await claimHeads()).map(({ lane }) => lane);

  const itemOf = (head: LaneHead): Delivery => {
    if (head.type !== 'item') throw new Error(`The lane has no item, it is ${head.type}.`);
    return head.delivery;
  };
  const textOf = (head: LaneHead): unknown => (head.type === 'item' ? head.delivery.payload['text'] : head.type);
  const deliver = ({ lane, head }: Claimed): Promise<LaneHead> => store.settle(lane, head, 'delivered', DONE);

  const many = async (lanes: number, texts: readonly string[], tenantId = newId<TenantId>()): Promise<void> => {
    for (let number = 0; number < lanes; number += 1) await world.append(await world.conversation(tenantId), texts);
  };

  /** Lanes of a tenant that yield and have been ready for this number of seconds. @returns the tenant */
  const manyThatYield = async (lanes: number, seconds = 0): Promise<TenantId> => {
    const tenantId = newId<TenantId>();
    await many(lanes, ['old'], tenantId);
    await rows(
      `UPDATE lanes SET yields = true, ready_at = ready_at - $2 * interval '1 s' WHERE tenant_id = $1`,
      tenantId,
      seconds,
    );
    return tenantId;
  };
  const texts = (claimed: readonly Claimed[]): unknown[] => claimed.map(({ head }) => head.payload['text']);

  const rows = <Row>(sql: string, ...parameters: unknown[]): Promise<Row[]> =>
    world.db.database.statement<Row>(sql, parameters);
  const stored = async ({ id }: Delivery): Promise<unknown> =>
    (await rows<object>('SELECT status, payload, attempts FROM deliveries WHERE id = $1', id))[0];

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

  it('keeps the order of many lanes, with less than one statement per delivery', async () => {
    const texts = ['1', '2', '3', '4', '5'];
    await many(40, texts);
    const statements = countStatements();
    const claimed = await claimHeads();
    const delivered = await Promise.all(
      claimed.map(async (one) => {
        const seen: unknown[] = [];
        let next: LaneHead = { type: 'item', delivery: one.head };
        while (next.type === 'item') {
          seen.push(textOf(next));
          next = await deliver({ lane: one.lane, head: next.delivery });
        }
        expect(next.type).toBe('idle');
        return seen;
      }),
    );
    expect(delivered).toEqual(Array.from({ length: 40 }, () => texts));
    expect(statements()).toBeLessThan((40 * texts.length) / 4);
    expect(await claimHeads()).toEqual([]);
  });

  it('settles the other lanes if one lease was lost, and writes nothing for that one', async () => {
    await many(3, ['1', '2']);
    const [first, lost, third] = (await claimHeads()) as [Claimed, Claimed, Claimed];
    await rows('UPDATE lanes SET fence = fence + 1 WHERE conversation_id = $1', lost.lane.conversationId);
    const next = await Promise.all([first, lost, third].map((one) => deliver(one)));
    expect(next.map(textOf)).toEqual(['2', 'lost', '2']);
    expect(await stored(lost.head)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(await stored(third.head)).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  it('settles the other lanes if one result cannot be stored', async () => {
    await many(3, ['1', '2']);
    const [first, poisoned, third] = (await claimHeads()) as [Claimed, Claimed, Claimed];
    const nameless = { lane: poisoned.lane, head: { ...poisoned.head, id: 'no id' as DeliveryId } };
    const next = await Promise.allSettled([deliver(first), deliver(nameless), deliver(third)]);
    expect(next.map((one) => (one.status === 'fulfilled' ? textOf(one.value) : one.status))).toEqual([
      '2',
      'rejected',
      '2',
    ]);
    expect(await stored(poisoned.head)).toMatchObject({ status: 'pending' });
  });

  it('gives the head of a worker that was killed after its claim to the next worker, and settles it once', async () => {
    await many(1, ['1', '2']);
    const [killed] = (await claimHeads()) as [Claimed];
    await rows("UPDATE lanes SET lease_until = clock_timestamp() - interval '1 ms'");
    const [heir] = (await claimHeads({ owner: newId() })) as [Claimed];
    expect(heir.head.id).toBe(killed.head.id);
    expect(textOf(await deliver(killed))).toBe('lost');
    expect(textOf(await deliver(heir))).toBe('2');
    expect(await stored(heir.head)).toMatchObject({ attempts: 1 });
  });

  it('does not give a lane back if something is appended while its last item is settled', async () => {
    await many(2, ['1']);
    const [quiet, busy] = (await claimHeads()) as [Claimed, Claimed];
    const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
    const appending = world.db.database.inTenant(busy.lane.tenantId, async () => {
      await world.append(busy.lane, ['2']);
      await mayCommit;
    });
    await eventually(async () => expect(await locksOf('lanes')).toBeGreaterThan(0));
    const settling = deliver(busy);
    expect(textOf(await deliver(quiet))).toBe('idle'); // it does not wait for the lock of the other lane
    await eventually(async () => expect(await waitingForLocks()).toBe(1));
    commit();
    await appending;
    expect(textOf(await settling)).toBe('changed');
    expect(textOf(await store.head(busy.lane))).toBe('2');
  });

  it('lets a conversation be deleted while a delivery of it is postponed or parked', async () => {
    const { database } = world.db;
    for (const how of ['postponed', 'parked'] as const) {
      await many(1, ['1']);
      const [{ lane, head }] = (await claimHeads()) as [Claimed];
      const { tenantId, conversationId } = lane;
      const { promise: mayRecord, resolve: record } = Promise.withResolvers<void>();
      const { promise: isRecording, resolve: begin } = Promise.withResolvers<void>();
      const log = new (class extends NoDeliveryLog {
        override async record(): Promise<void> {
          begin();
          await mayRecord;
          const sql = `INSERT INTO timeline (tenant_id, conversation_id, at, kind, detail) VALUES ($1, $2, now(), 'delivery', '{}')`;
          await database.query(sql, [tenantId, conversationId]);
        }
      })();
      const recording = new PostgresLaneStore(database, log, world.clock);
      const wait = { delayMs: wholeMs(1), heldMs: wholeMs(0), because: 'failed' as const };
      const changing =
        how === 'parked' ? recording.settle(lane, head, 'parked', DONE) : recording.postpone(lane, head, wait, DONE);
      await isRecording;
      const deleting = rows('DELETE FROM conversations WHERE id = $1', conversationId);
      await eventually(async () => expect(await waitingForLocks()).toBe(1));
      record();
      await expect(Promise.all([changing, deleting])).resolves.toBeDefined();
    }
  });

  it('knows whether a conversation was erased', async () => {
    await many(1, ['1']);
    const [{ lane }] = (await claimHeads()) as [Claimed];
    expect(await store.isErased(lane)).toBe(false);
    await rows('DELETE FROM conversations WHERE id = $1', lane.conversationId);
    expect(await store.isErased(lane)).toBe(true);
  });

  it('settles nothing in a lane that it gave back by a statement whose answer was lost', async () => {
    await many(1, ['1']);
    const [claimed] = (await claimHeads()) as [Claimed];
    const { database } = world.db;
    const answered = database.statement.bind(database);
    vi.spyOn(database, 'statement').mockImplementationOnce(async (sql, parameters) => {
      await answered(sql, parameters);
      await world.append(claimed.lane, ['2']); // any worker may claim it now
      throw new Error('The answer was lost.');
    });
    expect(textOf(await deliver(claimed))).toBe('lost');
    expect(textOf(await store.head(claimed.lane))).toBe('lost');
    const [heir] = (await claimHeads({ owner: newId() })) as [Claimed];
    expect(textOf({ type: 'item', delivery: heir.head })).toBe('2');
    expect(await stored(claimed.head)).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  it('keeps the payload of a delivery only as long as it may be needed', async () => {
    await many(1, ['delivered', 'superseded', 'parked']);
    const [{ lane, head }] = (await claimHeads()) as [Claimed];
    const error = { code: 'test', message: 'No column stores \u0000.' };
    const second = itemOf(await store.settle(lane, head, 'delivered', DONE));
    const third = itemOf(await store.settle(lane, second, 'superseded', { ...DONE, error }));
    expect(textOf(await store.settle(lane, third, 'parked', { ...DONE, error }))).toBe('idle');
    expect(await stored(head)).toMatchObject({ status: 'delivered', payload: {} });
    expect(await stored(second)).toMatchObject({ status: 'superseded', payload: { text: 'superseded' }, attempts: 0 });
    expect(await stored(third)).toMatchObject({ status: 'parked', payload: { text: 'parked' } });
  });

  it('returns what lanes wait for together with a claim', async () => {
    await many(2, ['1']);
    await rows("UPDATE lanes SET waits_for = 'rest engage.example'");
    await many(1, ['2']);
    const [{ tenantId }] = (await rows<{ tenantId: TenantId }>(
      'SELECT tenant_id AS "tenantId" FROM lanes WHERE waits_for IS NOT NULL LIMIT 1',
    )) as [{ tenantId: TenantId }];
    const statements = countStatements();
    const found = await store.claim({ ...REQUEST, owner, looksForWaiting: true });
    expect(found.waiting).toEqual([{ tenantId, waitsFor: 'rest engage.example' }]);
    expect(found.lanes.map(({ head }) => textOf(head))).toEqual(['2']);
    expect(statements()).toBe(1);
  });

  it('gives yielding lanes their part of the places of a tenant whose live lanes use the rest', async () => {
    const tenantId = await manyThatYield(12, 6);
    const busy = { perTenant: 12, tenantsInFlight: { [tenantId]: 11 } };
    expect(texts(await claimHeads(busy))).toEqual(['old']);
    const tenantsYielding = { [tenantId]: 9 };
    expect(await claimHeads({ ...busy, tenantsYielding })).toEqual([]);
  });

  it('claims yielding lanes in turn with the live ones of all tenants, for at most a quarter of the places', async () => {
    for (let tenant = 0; tenant < 4; tenant += 1) await many(3, ['live']);
    await manyThatYield(12, 6);
    const claimed = texts(await claimHeads({ maxLanes: 8, perTenant: 12 }));
    expect(claimed.filter((text) => text === 'old')).toHaveLength(3);
  });

  it('claims live lanes first if the yielding ones have become ready only now', async () => {
    await manyThatYield(12);
    await many(3, ['live']);
    const claimed = texts(await claimHeads({ maxLanes: 5, perTenant: 12 }));
    expect(claimed.filter((text) => text === 'live')).toHaveLength(3);
  });

  it('does not give the last places of the worker to yielding lanes', async () => {
    for (let tenant = 0; tenant < 3; tenant += 1) await manyThatYield(4, 6);
    await many(2, ['live']);
    const claimed = texts(await claimHeads({ roomToYield: 5 }));
    expect(claimed.filter((text) => text === 'old')).toHaveLength(5);
    expect(claimed.filter((text) => text === 'live')).toHaveLength(2);
  });

  it('stops an empty lane from yielding when something is appended', async () => {
    const conversation = await world.conversation();
    await world.append(conversation, ['old']);
    await rows('UPDATE lanes SET yields = true');
    await world.append(conversation, ['queued']);
    expect(await rows('SELECT yields FROM lanes')).toEqual([{ yields: true }]);
    await rows('UPDATE lanes SET ready_at = NULL'); // by a worker of the previous release
    await world.append(conversation, ['live']);
    expect(await rows('SELECT yields FROM lanes')).toEqual([{ yields: false }]);
  });

  async function locksOf(table: string): Promise<number> {
    const [row] = await rows<{ locks: number }>(
      "SELECT count(*)::int AS locks FROM pg_locks WHERE relation = $1::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()",
      table,
    );
    return row?.locks ?? 0;
  }

  async function waitingForLocks(): Promise<number> {
    const [row] = await rows<{ waiting: number }>(
      "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return row?.waiting ?? 0;
  }
});
