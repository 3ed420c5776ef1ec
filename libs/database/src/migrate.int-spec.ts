import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { createDataSource, migrate, pendingMigrations, revertLast } from './index.js';

describe('migrate', () => {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  let db: ThrowAwayDatabase;
  beforeAll(async () => {
    db = await throwAwayDatabase();
    await db.dataSource.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  });
  afterAll(async () => {
    await db.dataSource.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await db.drop();
  });

  it('lets replicas that start together migrate an empty database once', async () => {
    const url = new URL(db.url);
    url.pathname = `/${name}`;
    const replicas = await Promise.all(
      [1, 2, 3].map(() => createDataSource({ url: url.href, poolSize: 3 }).initialize()),
    );
    try {
      const missing = await Promise.all(replicas.map((replica) => pendingMigrations(replica)));
      const run = await Promise.all(replicas.map((replica) => migrate(replica)));
      expect(run.map((names) => names.length).sort()).toEqual([0, 0, missing[0]?.length]);
      expect(await Promise.all(replicas.map((replica) => pendingMigrations(replica)))).toEqual([[], [], []]);
    } finally {
      await Promise.all(replicas.map((replica) => replica.destroy()));
    }
  });

  it('reverts migrations, also those that cannot run in a transaction, and runs them again', async () => {
    const pending = await pendingMigrations(db.dataSource);
    expect(pending).toEqual([]);
    const taken = db.dataSource.migrations.length;
    for (let remaining = taken - 1; remaining >= 0; remaining--)
      expect(await revertLast(db.dataSource)).toHaveLength(remaining);
    expect(await migrate(db.dataSource)).toHaveLength(taken);
  });
});
