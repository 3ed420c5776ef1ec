import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { createDataSource, Database, DatabaseAway } from './index.js';

describe('createDataSource', () => {
  let db: ThrowAwayDatabase;
  beforeAll(async () => {
    db = await throwAwayDatabase();
  });
  afterAll(() => db.drop());

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
