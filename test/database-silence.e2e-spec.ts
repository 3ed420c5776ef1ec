import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProxiedConnector, startWorld, type World } from './harness/index.js';

/** Callers such as Engage wait for ten seconds: they must get an answer before. In milliseconds. */
const PATIENCE_MS = 10_000;

describe('a process whose database is silent', () => {
  let world: World;
  let connector: ProxiedConnector;
  beforeAll(async () => {
    world = await startWorld();
    connector = await ProxiedConnector.launch(world, { ROLE: 'api', LOG_LEVEL: 'warn' });
    await connector.isReady();
  });
  afterAll(async () => {
    await connector?.end();
    await world?.stop();
  });

  const receives = async (id: string): Promise<{ status: number; ms: number }> => {
    const startedAt = performance.now();
    const status = await connector.receives(id);
    return { status, ms: performance.now() - startedAt };
  };

  it('refuses calls while callers still wait, later ones at once, and works again with the database', async () => {
    expect(await receives('before')).toMatchObject({ status: 202 });
    connector.proxy.swallow();
    const waiting = await Promise.all(Array.from({ length: 100 }, (_, index) => receives(`waiting-${index}`)));
    expect(new Set(waiting.map(({ status }) => status))).toEqual(new Set([503]));
    expect(Math.max(...waiting.map(({ ms }) => ms))).toBeLessThan(PATIENCE_MS);
    const later = await receives('later');
    expect(later.status).toBe(503);
    expect(later.ms).toBeLessThan(PATIENCE_MS / 5);
    expect(connector.process.output()).toContain('The database is silent');
    connector.proxy.heal();
    await connector.isReady();
    expect(await receives('after')).toMatchObject({ status: 202 });
    expect(await receives('waiting-0')).toMatchObject({ status: 202 });
  });
});
