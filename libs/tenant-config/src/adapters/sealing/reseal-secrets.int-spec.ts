import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AppConfig } from '#config';
import type { Database } from '#database';
import { newId, Secret, type TenantId } from '#kernel';
import { FakeClock, type ThrowAwayDatabase, throwAwayDatabase } from '#testing';
import { tenantConfigEntities } from '../entities/entities.js';
import { PostgresTenantHealth } from '../postgres-tenant-health.js';
import { PostgresTenantDirectory } from '../postgres-tenant.directory.js';
import { PostgresTenantStore } from '../postgres-tenant.store.js';
import { type ResealProgress, ResealSecrets } from './reseal-secrets.js';
import { SecretSealer } from './secret-sealer.js';

const TENANTS = 120;
const clock = new FakeClock();
const key = (id: string, byte: number) => ({ id, key: createSecretKey(Buffer.alloc(32, byte)) });
const [OLD, NEW] = [key('old', 1), key('new', 2)];
const withKeys = (...secretsKeys: object[]) => ({ secretsKeys, engageVerifyToken: 'x' }) as unknown as AppConfig;

let db: ThrowAwayDatabase;
let ids: TenantId[];
const storeWith = (config: AppConfig) =>
  new PostgresTenantStore(db.database, new SecretSealer(config), clock, new PostgresTenantHealth(db.database));
const reseal = (report: (progress: ResealProgress) => void = () => undefined) =>
  new ResealSecrets(db.database, withKeys(NEW, OLD)).run(report);
const documentOf = (id: TenantId) => ({
  slug: `t-${id}`,
  name: 'Acme',
  enabled: true,
  default: false,
  engage: {},
  bot: { platform: 'generic' },
  handover: {},
  profileMapping: {},
  retention: {},
});

beforeAll(async () => {
  db = await throwAwayDatabase({ entities: tenantConfigEntities });
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.dataSource.query('TRUNCATE tenants CASCADE');
  ids = Array.from({ length: TENANTS }, () => newId<TenantId>());
  const store = storeWith(withKeys(OLD));
  for (const id of ids) {
    await store.add(id, documentOf(id), new Map([['engage.webhookSecret', new Secret(`former-of-${id}`)]]));
    await store.keepPrevious(id, 'engage.webhookSecret', new Date(clock.millis() + 60_000));
    await store.replace(id, documentOf(id), new Map([['engage.webhookSecret', new Secret(`secret-of-${id}`)]]));
  }
});

/** The tenants' secrets, read with the new key only. */
async function readable(): Promise<(string | undefined)[]> {
  const config = withKeys(NEW);
  const directory = new PostgresTenantDirectory(db.database, new SecretSealer(config), config, clock);
  const tenants = await Promise.all(ids.map((id) => directory.byId(id)));
  return tenants.flatMap((tenant) => [
    tenant?.engage.webhookSecret?.reveal(),
    tenant?.previousSecrets.of('engage.webhookSecret')?.reveal(),
  ]);
}

it('seals all secrets with the first key, previous ones included', async () => {
  const progress: ResealProgress[] = [];
  expect(await reseal((one) => progress.push(one))).toEqual({ resealed: 240, changed: 0, unreadable: [] });
  expect(progress.map(({ done }) => done)).toEqual([100, 200, 240]);
  expect(progress.at(-1)?.total).toBe(240);
  expect(await readable()).toEqual(ids.flatMap((id) => [`secret-of-${id}`, `former-of-${id}`]));
  expect(await reseal()).toEqual({ resealed: 0, changed: 0, unreadable: [] });
});

it('continues where a run was interrupted', async () => {
  const killed = reseal(({ done }) => {
    if (done === 100) throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect(await reseal()).toEqual({ resealed: 140, changed: 0, unreadable: [] });
  expect(await readable()).not.toContain(undefined);
});

it('does not overwrite secrets that are rotated meanwhile', async () => {
  const [id] = [...ids].sort();
  const rotate = async (): Promise<void> => {
    const secret = new Map([['engage.webhookSecret', new Secret('rotated')]]);
    if (id) await storeWith(withKeys(NEW)).replace(id, documentOf(id), secret);
  };
  const database = {
    async statement(sql: string, parameters: unknown[]) {
      if (sql.includes('UPDATE tenant_secrets')) await rotate(); // after it was read, before it is written
      return db.database.statement(sql, parameters);
    },
  };
  const rotating = new ResealSecrets(database as unknown as Database, withKeys(NEW, OLD));
  const { changed, unreadable } = await rotating.run(() => undefined);
  expect([changed, unreadable]).toEqual([1, []]);
  expect(await readable()).toContain('rotated');
});

it('reports secrets that no key opens, and reseals the others', async () => {
  const [id] = ids;
  await db.dataSource.query(
    `UPDATE tenant_secrets SET sealed = 'v1.lost.x.x.x' WHERE tenant_id = $1 AND valid_until IS NULL`,
    [id],
  );
  const { resealed, unreadable } = await reseal();
  expect([resealed, unreadable]).toEqual([239, [`t-${id}: engage.webhookSecret (key lost)`]]);
});
