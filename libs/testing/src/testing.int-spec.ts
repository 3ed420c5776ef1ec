import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revertLast } from '#database';
import { FakeClock, StubServer, throwAwayDatabase, type ThrowAwayDatabase } from './index.js';

describe('throwAwayDatabase', () => {
  let one: ThrowAwayDatabase;
  let two: ThrowAwayDatabase;
  beforeAll(async () => {
    [one, two] = await Promise.all([throwAwayDatabase(), throwAwayDatabase()]);
  });
  afterAll(async () => {
    await Promise.all([one.drop(), two.drop()]);
  });

  it('gives each caller a migrated database of its own', async () => {
    await one.database.acrossTenants(() => one.database.query('CREATE TABLE only_here (x int)'));
    const seen = await two.database.acrossTenants(() =>
      two.database.query("SELECT to_regclass('only_here') AS own, to_regclass('tenants')::text AS migrated"),
    );
    expect(seen).toEqual([{ own: null, migrated: 'tenants' }]);
  });

  it('takes every migration down and up again', async () => {
    const { dataSource } = two;
    const count = dataSource.migrations.length;
    while ((await revertLast(dataSource)).length > 0);
    const left: unknown = await dataSource.query(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND relname <> 'migrations'
       UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
       UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typname NOT LIKE '%migrations%'`,
    );
    expect(left).toEqual([]);
    expect(await dataSource.runMigrations()).toHaveLength(count);
  });
});

describe('FakeClock', () => {
  it('moves only on command', () => {
    const clock = new FakeClock();
    const start = clock.millis();
    clock.advance(1_500);
    expect(clock.millis() - start).toBe(1_500);
    clock.set('2027-01-01T00:00:00Z');
    expect(clock.now().getUTCFullYear()).toBe(2027);
  });
});

describe('StubServer', () => {
  it('records requests and answers in the given order', async () => {
    const stub = await StubServer.start();
    try {
      stub.replyOnce({ status: 503 }, 'reset').route('GET', '/a', { body: 'A' });
      expect((await fetch(`${stub.url}/a?x=1`)).status).toBe(503);
      await expect(fetch(`${stub.url}/a`)).rejects.toThrow();
      expect(await (await fetch(`${stub.url}/a`)).text()).toBe('A');
      const echo = stub.reply((request) => ({ status: 201, body: request.json() }));
      const answer = await fetch(`${echo.url}/b`, { method: 'POST', body: '{"hello":"world"}' });
      expect([answer.status, await answer.json()]).toEqual([201, { hello: 'world' }]);
      expect((await stub.received(4)).map(({ method, url }) => `${method} ${url}`)).toEqual([
        'GET /a?x=1',
        'GET /a',
        'GET /a',
        'POST /b',
      ]);
    } finally {
      await stub.stop();
    }
  });
});
