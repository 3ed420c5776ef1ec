import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#kernel';
import { insertConversation, insertHandover, insertTenant, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { OTHER_TABLES, USER_TABLES } from '../domain/user-data-map.js';
import type { StoredUser } from '../ports/user-records.js';
import { PostgresUserRecords } from './postgres-user-records.js';

let db: ThrowAwayDatabase;
let records: PostgresUserRecords;
beforeAll(async () => {
  db = await throwAwayDatabase();
  records = new PostgresUserRecords(db.database);
});
afterAll(() => db.drop());

const sql = (text: string, ...parameters: unknown[]): Promise<unknown> => db.dataSource.query(text, parameters);

/** A tenant with a user who has one conversation with something in every table. */
async function aUser(userId = 'ada'): Promise<StoredUser> {
  const tenantId = await insertTenant(db.dataSource);
  await sql(
    `INSERT INTO identities VALUES ($1, $2, gen_random_uuid(), '{"firstname":"Ada"}', '{"city":"Ulm"}', now(), now())`,
    tenantId,
    userId,
  );
  const conversation = await insertConversation(db.dataSource, tenantId, {
    session_id: 's-1',
    user_id: userId,
    engage_thread_id: 't-1',
  });
  const ended = { status: 'completed', step: 'linked', reason: 'her reason', ended_at: new Date() };
  await insertHandover(db.dataSource, { tenantId, conversationId: conversation }, ended);
  await sql(
    `INSERT INTO messages (tenant_id, id, conversation_id, author, foreign_id, text, attachments, sent_at, received_at, forwarding)
     VALUES ($1, gen_random_uuid(), $2, 'user', 'f-1', 'her words', '[]', now(), now(), 'sent')`,
    tenantId,
    conversation,
  );
  await sql(
    `INSERT INTO files (tenant_id, id, conversation_id, content, created_at) VALUES ($1, gen_random_uuid(), $2, 'her bytes', now())`,
    tenantId,
    conversation,
  );
  await sql(
    `INSERT INTO timeline (tenant_id, conversation_id, at, kind, detail) VALUES ($1, $2, now(), 'state', '{"to":"bot"}')`,
    tenantId,
    conversation,
  );
  await sql(
    `INSERT INTO lanes (tenant_id, conversation_id, direction, destination) VALUES ($1, $2, 'bot', 'h')`,
    tenantId,
    conversation,
  );
  await sql(
    `INSERT INTO deliveries (tenant_id, id, conversation_id, direction, seq, kind, payload, status, created_at)
     VALUES ($1, gen_random_uuid(), $2, 'bot', 1, 'bot.event', '{"text":"her words"}', 'delivered', now())`,
    tenantId,
    conversation,
  );
  await sql(
    `INSERT INTO events (tenant_id, source, event_id, type, body_hash, body, status, engage_thread_id, received_at)
     VALUES ($1, 'webhook', 'e-1', 'content.imported', '\\x00', 'her event', 'unresolved', 't-1', now())`,
    tenantId,
  );
  const found = await records.find(tenantId, userId);
  if (!found) throw new Error('The user is not stored.');
  return found;
}

async function rowsOf(user: StoredUser, table: string): Promise<JsonObject[]> {
  const rows: JsonObject[] = [];
  for await (const row of records.rows(user, table)) rows.push(row);
  return rows;
}

describe('the map of user data', () => {
  it('has every table and every column of the schema', async () => {
    const columns: { table: string; column: string }[] = await db.dataSource.query(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'public'`,
    );
    const tables = [...new Set(columns.map(({ table }) => table))].sort();
    expect([...Object.keys(USER_TABLES), ...Object.keys(OTHER_TABLES)].sort()).toEqual(tables);
    for (const [table, { exported, technical }] of Object.entries(USER_TABLES)) {
      const known = columns.filter((item) => item.table === table).map(({ column }) => column);
      expect([table, [...exported, ...technical].sort()]).toEqual([table, known.sort()]);
    }
  });
});

describe('PostgresUserRecords', () => {
  it('shows rows of every table, with the columns of the map and bytes as base64', async () => {
    const user = await aUser();
    for (const [table, { exported }] of Object.entries(USER_TABLES)) {
      const [row] = await rowsOf(user, table);
      expect([table, Object.keys(row ?? {}).sort()]).toEqual([table, exported.toSorted()]);
    }
    expect(await rowsOf(user, 'messages')).toMatchObject([{ text: 'her words' }]);
    expect(await rowsOf(user, 'files')).toMatchObject([{ content: Buffer.from('her bytes').toString('base64') }]);
    expect(await rowsOf(user, 'events')).toMatchObject([{ body: Buffer.from('her event').toString('base64') }]);
  });

  it('reads long tables to their end, each row once', async () => {
    const user = await aUser();
    await sql(
      `INSERT INTO messages (tenant_id, id, conversation_id, author, foreign_id, text, attachments, sent_at, received_at, forwarding)
       SELECT $1, gen_random_uuid(), $2, 'user', 'm' || n, 'text ' || n, '[]', now(), now(), 'sent' FROM generate_series(1, 450) n`,
      user.tenantId,
      user.conversationIds[0],
    );
    const texts = (await rowsOf(user, 'messages')).map(({ text }) => text);
    expect(texts).toEqual(['her words', ...Array.from({ length: 450 }, (_, index) => `text ${index + 1}`)]);
  });

  it('erases everything of the user, and nothing of others', async () => {
    const [ours, theirs] = [await aUser(), await aUser()];
    await db.database.inTenant(ours.tenantId, () => records.erase(ours));
    expect(await records.find(ours.tenantId, 'ada')).toBeUndefined();
    for (const table of records.tables) expect([table, await rowsOf(ours, table)]).toEqual([table, []]);
    for (const table of records.tables) expect([table, (await rowsOf(theirs, table)).length]).toEqual([table, 1]);
    const left: unknown = await sql('SELECT event_id, body, status FROM events WHERE tenant_id = $1', ours.tenantId);
    expect(left).toEqual([{ event_id: 'e-1', body: null, status: 'ignored' }]);
  });

  it('counts running handovers and waiting deliveries', async () => {
    const user = await aUser();
    await sql("UPDATE deliveries SET status = 'pending' WHERE tenant_id = $1", user.tenantId);
    await sql("UPDATE handovers SET status = 'queue', ended_at = NULL WHERE tenant_id = $1", user.tenantId);
    const work = await db.database.inTenant(user.tenantId, () => records.lockedWork(user));
    expect(work).toEqual({ handovers: 1, deliveries: 1 });
  });

  it('waits for a deletion of the tenant before it locks a conversation that the deletion needs', async () => {
    const user = await aUser('deleted meanwhile');
    const runner = db.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`SELECT pg_advisory_xact_lock(hashtextextended('tenant ' || $1::uuid, 0))`, [user.tenantId]);
    const erased = db.database.inTenant(user.tenantId, async () => {
      await records.lockedWork(user);
      await records.erase(user);
    });
    await expect.poll(() => sql(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).toHaveLength(1);
    await runner.query('SELECT FROM conversations WHERE tenant_id = $1 FOR UPDATE NOWAIT', [user.tenantId]);
    await runner.query('DELETE FROM tenants WHERE tenant_id = $1', [user.tenantId]);
    await runner.commitTransaction();
    await runner.release();
    await erased;
  });
});
