import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { ExactNumber, type JsonObject } from '#kernel';
import { createDataSource, Database, DatabaseAway } from './index.js';

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

  it('waits no longer than told, and goes on', async () => {
    const source = await createDataSource({ url: db.url, patienceMs: 200, poolSize: 1 }).initialize();
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
});
