import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, SystemClock, type TenantId } from '#kernel';
import { insertTenant, rowsRead, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import type { DeliveryQuery, ListedDelivery } from '../ports/delivery-archive.js';
import { WakeUp } from '../ports/wake-up.js';
import { NoDeliveryLog } from '../testing/no-delivery-log.js';
import { deliveryList } from './delivery-list.js';
import { PostgresDeliveryArchive } from './postgres-delivery-archive.js';

const COUNT = 3_000;
const LIMIT = 21;
const TENANTS = [newId<TenantId>(), newId<TenantId>()] as const;
const [FIRST] = TENANTS;

/** A conversation and a lane of each tenant; one delivery in ten is parked, and four have the same time. */
const ROWS = `
  WITH conversation AS (
    INSERT INTO conversations (tenant_id, id, session_id, user_id, address, state, thread_foreign_id, created_at, updated_at)
    SELECT tenant_id, gen_random_uuid(), 's', 'u', '{}', 'bot', gen_random_uuid(), now(), now() FROM tenants RETURNING tenant_id, id
  ), lane AS (
    INSERT INTO lanes (tenant_id, conversation_id, direction, destination) SELECT tenant_id, id, 'bot', 'h' FROM conversation
    RETURNING tenant_id, conversation_id
  )
  INSERT INTO deliveries (tenant_id, conversation_id, direction, id, seq, kind, payload, status, created_at, last_error)
  SELECT tenant_id, conversation_id, 'bot', gen_random_uuid(), n, 'k', '{}', CASE n % 10 WHEN 0 THEN 'parked' ELSE 'delivered' END,
    date_trunc('milliseconds', now()) - interval '10 min' + (n / 4) * interval '600 ms', jsonb_build_object('code', 'c-' || n % 3, 'message', 'm')
  FROM lane CROSS JOIN generate_series(1, $1) n`;

class Silence extends WakeUp {
  ring(): void {}
  onRing(): () => void {
    return () => undefined;
  }
}

describe('the list of deliveries', () => {
  let db: ThrowAwayDatabase;
  let archive: PostgresDeliveryArchive;
  let all: ListedDelivery[];
  beforeAll(async () => {
    db = await throwAwayDatabase();
    archive = new PostgresDeliveryArchive(db.database, new NoDeliveryLog(), new Silence(), new SystemClock());
    for (const tenantId of TENANTS) await insertTenant(db.dataSource, { tenant_id: tenantId });
    await db.dataSource.query(ROWS, [COUNT]);
    await db.dataSource.query('ANALYZE deliveries, tenants');
    all = await archive.list({ tenantIds: undefined, limit: 2 * COUNT + 1 });
  });
  afterAll(() => db?.drop());

  const queries: [string, Omit<DeliveryQuery, 'limit'>][] = [
    ['of all tenants', { tenantIds: undefined }],
    ['of one tenant', { tenantIds: [FIRST] }],
    ['that were delivered', { tenantIds: undefined, status: 'delivered' }],
    ['that are parked, of one tenant', { tenantIds: [FIRST], status: 'parked' }],
    ['that wait', { tenantIds: undefined, status: 'pending' }],
    ['that are parked with an error', { tenantIds: undefined, status: 'parked', kind: 'k', code: 'c-1' }],
    ['of a time', { tenantIds: [FIRST], minutesOld: 5 }],
  ];

  it('contains every delivery once, the newest first', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(2 * COUNT);
    expect(all).toEqual(all.toSorted(newestFirst));
  });

  it.each(queries)('%s, page after page', async (_, query) => {
    const expected = all.filter((delivery) => matches(delivery, query)).slice(0, 4 * LIMIT);
    const found: ListedDelivery[] = [];
    for (let page = 0; page < 4; page++) {
      const last = found.at(-1);
      const before = last && ([last.createdAt.toISOString(), last.id] as const);
      found.push(...(await archive.list({ ...query, limit: LIMIT, ...(before && { before }) })));
    }
    expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });

  it.each(queries)('%s, reads few rows', async (_, query) => {
    const middle = all[COUNT];
    const before = [middle?.createdAt.toISOString() ?? '', middle?.id ?? ''] as const;
    for (const page of [query, { ...query, before }]) {
      const statement = deliveryList({ ...page, limit: LIMIT });
      expect(await rowsRead(db.dataSource, 'deliveries', statement)).toBeLessThan(700);
    }
  });

  it('returns those of one conversation', async () => {
    const { conversationId } = all[0]!.lane;
    const found = await archive.list({ tenantIds: undefined, conversationId, status: 'parked', limit: COUNT });
    const expected = all.filter(({ lane, status }) => lane.conversationId === conversationId && status === 'parked');
    expect(found).toEqual(expected);
    expect(await archive.list({ tenantIds: [TENANTS[1]], conversationId: all[0]!.id as never, limit: 5 })).toEqual([]);
  });

  it('finds one by its id', async () => {
    const [newest] = all;
    expect(await archive.find(newest!.id)).toEqual(newest);
  });
});

function matches(delivery: ListedDelivery, query: Omit<DeliveryQuery, 'limit'>): boolean {
  const { lane, status, lastError, createdAt } = delivery;
  const { tenantIds, kind = delivery.kind, code, minutesOld = 0 } = query;
  return (
    (tenantIds?.includes(lane.tenantId) ?? true) &&
    (query.status ?? status) === status &&
    kind === delivery.kind &&
    (code ?? lastError?.code) === lastError?.code &&
    createdAt.getTime() <= Date.now() - minutesOld * 60_000
  );
}

function newestFirst(one: ListedDelivery, other: ListedDelivery): number {
  return other.createdAt.getTime() - one.createdAt.getTime() || (one.id < other.id ? 1 : -1);
}
