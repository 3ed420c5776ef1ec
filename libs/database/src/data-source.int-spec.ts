import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { ExactNumber, type JsonObject } from '#kernel';
import { createDataSource, Database, DatabaseAway, DatabaseBusy, type Patience } from './index.js';

describe('createDataSource', () => {
  let db: ThrowAwayDatabase;
  beforeAll(async () => {
    db = await throwAwayDatabase();
  });
  afterAll(() => db.drop());

  it('keeps the digits of numbers in JSON', async () => {
    const database = new Database(db.dataSource);
    const sent = '{"a": 9234567890123457, "b": [0.12345678901234567890123], "c": 1.5}';
    const [row] = await database.statement<{ jsonb: JsonObject; json: JsonObject }>(
      'SELECT $1::jsonb AS jsonb, $1::json AS json',
      [sent],
    );
    expect(row?.jsonb).toMatchObject({ a: new ExactNumber('9234567890123457'), c: 1.5 });
    expect(JSON.stringify(row?.jsonb)).toBe(sent.replaceAll(' ', ''));
    expect(JSON.stringify(row?.json)).toBe(sent.replaceAll(' ', ''));
  });

  const patience: Patience = { statementMs: 600, lockMs: 200, idleInTransactionMs: 200 };

  it('waits no longer than configured, and then continues', async () => {
    const source = await createDataSource({ url: db.url, patience, poolSize: 1 }).initialize();
    try {
      const database = new Database(source);
      await expect(database.statement('SELECT pg_sleep(20)')).rejects.toBeInstanceOf(DatabaseAway);
      const idle = database.acrossTenants(async () => {
        await db.dataSource.query('SELECT pg_sleep(0.6)');
        await database.query('SELECT 1');
      });
      await expect(idle).rejects.toBeInstanceOf(DatabaseAway);
      expect(await database.statement('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      await source.destroy();
    }
  });

  it('does not wait long for a lock', async () => {
    const source = await createDataSource({ url: db.url, patience, poolSize: 2 }).initialize();
    try {
      const database = new Database(source);
      await db.database.acrossTenants(async () => {
        await db.database.query('LOCK TABLE messages');
        const blocked = database.acrossTenants(() => database.query('SELECT 1 FROM messages'));
        await expect(blocked).rejects.toBeInstanceOf(DatabaseBusy);
      });
    } finally {
      await source.destroy();
    }
  });

  it('survives a connection that is lost before its user listens', async () => {
    const source = await createDataSource({ url: db.url, poolSize: 1 }).initialize();
    try {
      const client = await takeClient(source);
      const lost = new Promise((done) => client.once('end', done));
      await db.dataSource.query('SELECT pg_terminate_backend($1)', [await pidOf(client)]);
      await lost; // an error that no one handles would end this process
    } finally {
      await source.destroy();
    }
  });
});

/** A connection of the pool, in the state in which the pool hands it out. */
async function takeClient(source: DataSource): Promise<PoolClient> {
  const { master } = source.driver as unknown as { master: Pool };
  const client = await master.connect();
  client.once('end', () => client.release(true));
  return client;
}

async function pidOf(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}
