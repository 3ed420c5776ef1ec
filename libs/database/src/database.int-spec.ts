import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { DatabaseAway, type Prepared, violates } from './index.js';

describe('Database', () => {
  let db: ThrowAwayDatabase;
  beforeAll(async () => {
    db = await throwAwayDatabase();
    await db.database.statement('CREATE TABLE things (name text)');
  });
  afterAll(() => db?.drop());

  it.each([
    ["INSERT INTO things VALUES ('a'), ('b'), ('c') RETURNING name", ['a', 'b', 'c']],
    ["INSERT INTO things VALUES ('d')", []],
    ["UPDATE things SET name = 'e' WHERE name = 'd'", []],
    ["UPDATE things SET name = 'f' WHERE name = 'e' RETURNING name", ['f']],
    ["DELETE FROM things WHERE name = 'f' RETURNING name", ['f']],
    ['DELETE FROM things WHERE false RETURNING name', []],
    ["SELECT name FROM things WHERE name <> 'c' ORDER BY name", ['a', 'b']],
    ['WITH gone AS (DELETE FROM things RETURNING name) SELECT name FROM gone ORDER BY name', ['a', 'b', 'c']],
    ["SET LOCAL lock_timeout = '1s'", []],
  ])('returns the rows of %s inside and outside a transaction', async (sql, names) => {
    const rows = names.map((name) => ({ name }));
    const { database } = db;
    const rolledBack = async (send: (sql: string) => Promise<unknown[]>): Promise<unknown[]> => {
      let answered: unknown[] = [];
      const work = database.acrossTenants(async () => {
        answered = await send(sql);
        throw new Error('Rolled back on purpose.');
      });
      await expect(work).rejects.toThrow('Rolled back on purpose.');
      return answered;
    };
    expect(await rolledBack((text) => database.query(text))).toEqual(rows);
    expect(await rolledBack((text) => database.statement(text))).toEqual(rows);
    expect(await database.separately(sql)).toEqual(rows);
  });

  it('undoes the part of a transaction that fails, and never reports a rollback as a commit', async () => {
    const { database } = db;
    await database.statement('CREATE TABLE parts (name text)');
    const add = (name: string) => () => database.query('INSERT INTO parts VALUES ($1)', [name]);
    await database.acrossTenants(async () => {
      await add('a')();
      const failing = database.savepoint(async () => {
        await add('b')();
        throw new Error('Not this one.');
      });
      await expect(failing).rejects.toThrow('Not this one.');
      await database.savepoint(add('c'));
    });
    expect(await database.statement('SELECT name FROM parts ORDER BY name')).toEqual([{ name: 'a' }, { name: 'c' }]);
    const broken = database.acrossTenants(async () => {
      await add('d')();
      await database.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(broken).rejects.toThrow('rolled back');
  });

  it('sends prepared statements inside and outside a transaction, and translates their failures', async () => {
    const { database } = db;
    const add: Prepared = { name: 'test.add', text: 'INSERT INTO kinds (name) VALUES ($1) RETURNING name' };
    await database.statement('CREATE TABLE kinds (name text CONSTRAINT uq_kinds UNIQUE)');
    expect(await database.acrossTenants(() => database.query(add, ['a']))).toEqual([{ name: 'a' }]);
    expect(await database.statement(add, ['b'])).toEqual([{ name: 'b' }]);
    expect(await database.separately(add, ['c'])).toEqual([{ name: 'c' }]);
    const again = database.acrossTenants(() => database.query(add, ['a']));
    await expect(again).rejects.toSatisfy((error) => violates(error, 'uq_kinds'));
    const lost = database.acrossTenants(async () => {
      await db.dataSource.query('SELECT pg_terminate_backend($1)', [
        (await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid'))[0]?.pid,
      ]);
      await database.query(add, ['d']);
    });
    await expect(lost).rejects.toBeInstanceOf(DatabaseAway);
  });
});
