import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ThrowAwayDatabase, throwAwayDatabase } from '#testing';
import { UNIQUE_CONFLICTS } from './unique-conflicts.js';

/** Unique by what this service generates, or written with `ON CONFLICT`: no caller's value violates them. */
const OF_NO_CALLER = [
  'uq_bot_keys_hash', // 256 random bits
  'uq_admin_keys_hash',
  'uq_identities_foreign_id', // our UUIDs
  'uq_conversations_thread_foreign_id',
  'uq_messages_foreign_id',
  'uq_conversations_session', // ON CONFLICT: the existing conversation continues
  'uq_conversations_thread', // ThreadTaken, of libs/handover
  'uq_conversations_customer', // written only by threads of Engage, one conversation for each customer
  'uq_handovers_running', // under the conversation's lock
  'uq_deliveries_seq', // the lane assigns the number
];

describe('the unique constraints of the schema', () => {
  let db: ThrowAwayDatabase;
  beforeAll(async () => {
    db = await throwAwayDatabase();
  });
  afterAll(() => db.drop());

  it('each have an error of their own, or cannot be violated by a caller', async () => {
    const rows: { name: string }[] = await db.dataSource.query(
      `SELECT i.relname AS name FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
       WHERE x.indisunique AND NOT x.indisprimary AND i.relnamespace = 'public'::regnamespace`,
    );
    const names = rows.map(({ name }) => name).sort();
    expect(names).toEqual([...Object.keys(UNIQUE_CONFLICTS), ...OF_NO_CALLER].sort());
  });

  it('include primary keys only of ids that no caller chooses', async () => {
    const rows: { key: string }[] = await db.dataSource.query(
      `SELECT x.indrelid::regclass || ': ' || string_agg(a.attname, ', ' ORDER BY array_position(x.indkey::int2[], a.attnum)) AS key
       FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
       JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = ANY (x.indkey::int2[])
       WHERE x.indisprimary AND i.relnamespace = 'public'::regnamespace GROUP BY x.indrelid, x.indkey ORDER BY 1`,
    );
    expect(rows.map(({ key }) => key)).toMatchInlineSnapshot(`
      [
        "admin_keys: id",
        "audit_log: position",
        "bot_keys: tenant_id, id",
        "cognigy_calls: host, slot, tenant_id",
        "cognigy_hosts: host",
        "conversations: tenant_id, id",
        "deliveries: tenant_id, id",
        "engage_calls: domain, slot, tenant_id, background",
        "engage_domains: domain",
        "events: tenant_id, source, event_id",
        "files: tenant_id, id",
        "handovers: tenant_id, id",
        "identities: tenant_id, user_id",
        "lanes: tenant_id, conversation_id, direction",
        "messages: tenant_id, id",
        "migrations: id",
        "native_sources: tenant_id, source_id",
        "provision_runs: tenant_id, id",
        "provisioned: tenant_id, domain, key",
        "source_faults: tenant_id, source_id",
        "tenant_checks: tenant_id, check_id",
        "tenant_examinations: tenant_id",
        "tenant_secrets: tenant_id, name",
        "tenant_traffic: tenant_id, subject",
        "tenants: tenant_id",
        "timeline: tenant_id, conversation_id, position",
      ]
    `);
  });
});
