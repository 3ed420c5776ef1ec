import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type TenantId } from '#kernel';
import { insertTenant, rowsRead, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import type { ConversationQuery, ListedConversation } from '../ports/conversation-archive.js';
import { descriptionCount, conversationList } from './conversation-list.js';
import { PostgresConversationArchive, TIMELINE } from './postgres-conversation-archive.js';

const COUNT = 6_000;
const LIMIT = 21;
const TENANTS = [newId<TenantId>(), newId<TenantId>(), newId<TenantId>()] as const;
const [FIRST, SECOND] = TENANTS;

/** Of one in ten conversations each, and several at the same time. */
const CONVERSATIONS = `
  INSERT INTO conversations (tenant_id, id, session_id, user_id, address, state, thread_foreign_id, created_at, updated_at)
  SELECT ($1::uuid[])[1 + n % 3], gen_random_uuid(), 'session-' || n, CASE n % 10 WHEN 0 THEN 'vip-' ELSE 'user-' END || n, '{}',
    (ARRAY['bot', 'bot', 'bot', 'bot', 'queue', 'active'])[1 + (n / 3) % 6], gen_random_uuid(), now(),
    timestamptz '2026-01-01' + (n / 4) * interval '1 s'
  FROM generate_series(1, $2) n`;

/** One conversation in sixty has two parked deliveries, one a delivery that is overdue, and one a customer who waits. */
const TROUBLE = `
  WITH numbered AS (
    SELECT tenant_id, id, substr(session_id, 9)::int AS n FROM conversations
  ), lane AS (
    INSERT INTO lanes (tenant_id, conversation_id, direction, destination)
    SELECT tenant_id, id, 'bot', 'h' FROM numbered WHERE n % 60 IN (0, 1) RETURNING tenant_id, conversation_id
  ), delivery AS (
    INSERT INTO deliveries (tenant_id, conversation_id, direction, id, seq, kind, payload, status, created_at, last_error)
    SELECT l.tenant_id, conversation_id, 'bot', gen_random_uuid(), seq, 'k', '{}', CASE n % 60 WHEN 0 THEN 'parked' ELSE 'pending' END,
      now() - interval '1 hour', '{"code": "c", "message": "m"}'
    FROM lane l JOIN numbered ON id = conversation_id CROSS JOIN generate_series(1, 2) seq
  )
  INSERT INTO handovers (tenant_id, id, conversation_id, status, step, options, context_data, category_ids, started_at)
  SELECT tenant_id, gen_random_uuid(), id, 'queue', 'recategorised', '{}', '{}', '{}', now() - CASE n % 120 WHEN 2 THEN 16 ELSE 5 END * interval '1 min'
  FROM numbered WHERE n % 60 = 2`;

/** Messages and their deliveries in turn. */
const LONG_TIMELINE = `
  WITH lane AS (
    INSERT INTO lanes (tenant_id, conversation_id, direction, destination) VALUES ($1, $2, 'engage', 'h') RETURNING direction
  ), message AS (
    INSERT INTO messages (tenant_id, id, conversation_id, position, author, foreign_id, text, attachments, sent_at, received_at, forwarding)
    SELECT $1, gen_random_uuid(), $2, 2 * n, 'user', gen_random_uuid(), 'No. ' || n, '[]', now(), now(), 'sent' FROM generate_series(1, $3) n
  )
  INSERT INTO deliveries (tenant_id, conversation_id, direction, id, seq, kind, payload, status, created_at, settled_at, settled_position)
  SELECT $1, $2, direction, gen_random_uuid(), n, 'k', '{}', 'delivered', now(), now(), 2 * n + 1 FROM lane, generate_series(1, $3) n`;

describe('the list of conversations', () => {
  let db: ThrowAwayDatabase;
  let archive: PostgresConversationArchive;
  let all: ListedConversation[];
  beforeAll(async () => {
    db = await throwAwayDatabase();
    archive = new PostgresConversationArchive(db.database);
    for (const tenantId of TENANTS) await insertTenant(db.dataSource, { tenant_id: tenantId });
    await db.dataSource.query(CONVERSATIONS, [TENANTS, COUNT]);
    await db.dataSource.query(TROUBLE);
    await db.dataSource.query('ANALYZE conversations, tenants, deliveries, handovers, lanes');
    all = await archive.list({ tenantIds: undefined, limit: COUNT + 1 });
  });
  afterAll(() => db?.drop());

  const queries: [string, Omit<ConversationQuery, 'limit'>][] = [
    ['of all tenants', { tenantIds: undefined }],
    ['of one tenant', { tenantIds: [FIRST] }],
    ['of some tenants', { tenantIds: [FIRST, SECOND] }],
    ['of no tenant', { tenantIds: [] }],
    ['in a state', { tenantIds: undefined, state: 'active' }],
    ['in a state, of one tenant', { tenantIds: [SECOND], state: 'queue' }],
    ['of a session', { tenantIds: undefined, text: 'session-59' }],
    ['of a user, in a state, of one tenant', { tenantIds: [FIRST], state: 'bot', text: 'vip-3' }],
    ['of no one', { tenantIds: undefined, text: 'ession-59' }],
    ['of everyone', { tenantIds: undefined, text: 'session-' }],
    ['of a session that is named like a pattern', { tenantIds: undefined, text: 'session_5%' }],
    ['in trouble', { tenantIds: undefined, inTrouble: true }],
    ['in trouble and in a state, of one tenant', { tenantIds: [FIRST], state: 'bot', inTrouble: true }],
    ['in trouble, of a session', { tenantIds: undefined, text: 'session-59', inTrouble: true }],
  ];

  it('knows what troubles each conversation', () => {
    const troubles = all.flatMap(({ sessionId, trouble }) => (trouble ? [[Number(sessionId.slice(8)), trouble]] : []));
    expect(troubles).toHaveLength(100 + 100 + 50);
    const types = new Map(troubles as [number, { types: string[] }][]);
    expect(types.get(60)).toMatchObject({ types: ['parked'], parked: 2, lastError: { code: 'c' } });
    expect(types.get(61)).toMatchObject({ types: ['overdue'], parked: 0, lastError: { kind: 'k' } });
    expect(types.get(122)).toMatchObject({ types: ['waiting'], parked: 0, lastError: null });
    expect(types.get(62)).toBeUndefined();
  });

  it('finds the newest among very many in trouble', async () => {
    const { sql, parameters } = conversationList({ tenantIds: undefined, inTrouble: true, limit: LIMIT }, true);
    const rows: { id: string }[] = await db.dataSource.query(sql, [...parameters]);
    const expected = all.filter(({ trouble }) => trouble).slice(0, LIMIT);
    expect(rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });

  it('contains every conversation once, the ones that changed last first', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(COUNT);
    expect(all).toEqual(all.toSorted(byChange));
  });

  it.each(queries)('%s, page after page', async (_, query) => {
    const expected = all.filter((conversation) => matches(conversation, query)).slice(0, 4 * LIMIT);
    const found: ListedConversation[] = [];
    for (let page = 0; page < 4; page++) {
      const last = found.at(-1);
      const before = last && ([last.updatedAt.toISOString(), last.id] as const);
      found.push(...(await archive.list({ ...query, limit: LIMIT, ...(before && { before }) })));
    }
    expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });

  it.each(queries)('%s, reads few rows', async (_, query) => {
    const middle = all[COUNT / 2];
    const before = [middle?.updatedAt.toISOString() ?? '', middle?.id ?? ''] as const;
    const isCommon = query.text === 'session-';
    for (const page of [query, { ...query, before }]) {
      const statement = conversationList({ ...page, limit: LIMIT }, isCommon);
      expect(await rowsRead(db.dataSource, 'conversations', statement)).toBeLessThan(500);
    }
  });

  it('finds one by its id', async () => {
    const [newest] = all;
    expect(await archive.find(newest!.id)).toEqual(newest);
  });

  it('returns the end of a long timeline, and reads little of the rest', async () => {
    const { tenantId, id } = all[0]!;
    await db.dataSource.query(LONG_TIMELINE, [tenantId, id, 2_000]);
    await db.dataSource.query('ANALYZE messages, deliveries');
    const entries = await archive.timeline(tenantId, id, 100);
    const whole = await archive.timeline(tenantId, id, 10_000);
    expect(whole).toHaveLength(4_000);
    expect(entries).toEqual(whole.slice(-100));
    for (const table of ['messages', 'deliveries'])
      expect(await rowsRead(db.dataSource, table, { sql: TIMELINE, parameters: [tenantId, id, 100] })).toBeLessThan(
        250,
      );
  });

  it('recognises a common beginning without reading all matches', async () => {
    const isCommon = async (text: string): Promise<unknown> => {
      const { sql, parameters } = descriptionCount({ tenantIds: undefined, text, limit: LIMIT });
      return db.dataSource.query(sql, [...parameters]);
    };
    expect(await isCommon('session-')).toEqual([{ isCommon: true }]);
    expect(await isCommon('session-1')).toEqual([{ isCommon: false }]);
  });
});

function matches(conversation: ListedConversation, query: Omit<ConversationQuery, 'limit'>) {
  const { tenantId, state, sessionId, userId, trouble } = conversation;
  const { tenantIds, text = '', inTrouble = false } = query;
  return (
    (tenantIds?.includes(tenantId) ?? true) &&
    (query.state ?? state) === state &&
    (!inTrouble || trouble !== null) &&
    (sessionId.startsWith(text) || userId.startsWith(text))
  );
}

function byChange(one: ListedConversation, other: ListedConversation): number {
  return other.updatedAt.getTime() - one.updatedAt.getTime() || (one.id < other.id ? 1 : -1);
}
