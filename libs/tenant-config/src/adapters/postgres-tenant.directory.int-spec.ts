import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppConfig } from '#config';
import { newId, Secret, type TenantId } from '#kernel';
import { FakeClock, type ThrowAwayDatabase, throwAwayDatabase } from '#testing';
import { hashOfKey } from '../domain/api-key.js';
import type { TenantDocument } from '../domain/stored-tenant.js';
import { SecretUnreadable } from '../domain/tenant.errors.js';
import { tenantDirectoryContract } from '../testing/tenant-directory.contract.js';
import { tenantConfigEntities } from './entities.js';
import { PostgresBotKeys } from './postgres-bot-keys.js';
import { PostgresTenantDirectory } from './postgres-tenant.directory.js';
import { PostgresTenantHealth } from './postgres-tenant-health.js';
import { PostgresTenantStore } from './postgres-tenant.store.js';
import { SecretSealer } from './secret-sealer.js';

let db: ThrowAwayDatabase;
let store: PostgresTenantStore;
let directory: PostgresTenantDirectory;
let botKeys: PostgresBotKeys;

const configWith = (byte: number) =>
  ({
    secretsKeys: [{ id: 'k', key: createSecretKey(Buffer.alloc(32, byte)) }],
    engageVerifyToken: 'fallback',
  }) as unknown as AppConfig;

beforeAll(async () => {
  db = await throwAwayDatabase({ entities: tenantConfigEntities });
  const config = configWith(1);
  const sealer = new SecretSealer(config);
  store = new PostgresTenantStore(db.database, sealer, new FakeClock(), new PostgresTenantHealth(db.database));
  directory = new PostgresTenantDirectory(db.database, sealer, config);
  botKeys = new PostgresBotKeys(db.database);
});
afterAll(() => db.drop());
beforeEach(() => db.dataSource.query('TRUNCATE tenants CASCADE'));

const aDocument = (differences: Partial<TenantDocument> = {}): TenantDocument => ({
  slug: `t-${newId()}`,
  name: 'Acme',
  enabled: true,
  default: false,
  engage: {},
  bot: { platform: 'generic', callbackUrl: 'https://bot.example/' },
  handover: {},
  profileMapping: {},
  retention: {},
  ...differences,
});

tenantDirectoryContract('PostgresTenantDirectory', () => ({
  directory,
  async put({ id, slug, enabled, isDefault, webhookSecret, webhookKey, botKeys: keys }) {
    const document = aDocument({ slug, enabled, default: isDefault });
    const secrets = new Map([
      ['engage.webhookSecret', new Secret(webhookSecret)],
      ['bot.webhookKey', new Secret(webhookKey)],
    ]);
    if (await store.find(slug)) return store.replace(id, document, secrets);
    await store.add(id, document, secrets);
    for (const key of keys)
      await botKeys.add(id, { id: newId(), name: 'k', last4: '', createdAt: new Date() }, hashOfKey(key));
  },
}));

describe('PostgresTenantDirectory', () => {
  it('completes what was left out', async () => {
    const id = newId<TenantId>();
    const engage = { baseApiUrl: 'https://acme.api.engagement.dimelo.com', sourceId: 's1' };
    await store.add(
      id,
      aDocument({ engage, handover: { transcriptMessages: 3 } }),
      new Map([['bot.callbackSecret', new Secret('whsec_x')]]),
    );
    const tenant = await directory.byId(id);
    expect(tenant).toMatchObject({
      id,
      revision: 1,
      engage: {
        verifyToken: 'fallback',
        realtimeEndpointUrl: 'https://acme.engagement.dimelo.com/realtime/sdk/s1',
        webhookSecret: undefined,
      },
      bot: { platform: 'generic', settings: { callbackUrl: 'https://bot.example/' } },
      handover: { transcriptMessages: 3, maxHoldMinutes: 15, availability: { mode: 'always' } },
      retention: { messageDays: 30 },
    });
    expect(tenant?.bot.secrets.callbackSecret?.reveal()).toBe('whsec_x');
    expect(JSON.stringify(tenant)).not.toContain('whsec_x');
  });

  it('opens a secret only when it is asked for', async () => {
    const id = newId<TenantId>();
    await store.add(id, aDocument(), new Map([['engage.webhookSecret', new Secret('sealed')]]));
    const stranger = configWith(2);
    const tenant = await new PostgresTenantDirectory(db.database, new SecretSealer(stranger), stranger).byId(id);
    expect(tenant?.engage.verifyToken).toBe('fallback');
    expect(() => tenant?.engage.webhookSecret).toThrow(SecretUnreadable);
  });

  it('answers a version that it knows without asking, and another one as it is stored', async () => {
    const id = newId<TenantId>();
    await store.add(id, aDocument(), new Map([['engage.webhookSecret', new Secret('old')]]));
    const version = async (): Promise<string> => {
      const sql = 'SELECT xmin::text AS version FROM tenants WHERE tenant_id = $1';
      return (await db.database.statement<{ version: string }>(sql, [id]))[0]!.version;
    };
    const before = await version();
    const known = await directory.at(id, before);
    expect(await directory.byId(id)).toBe(known);
    await store.replace(id, aDocument({ name: 'Other' }), new Map([['engage.webhookSecret', new Secret('new')]]));
    expect(await directory.at(id, before)).toBe(known);
    const current = await directory.at(id, await version());
    expect([current?.name, current?.engage.webhookSecret?.reveal()]).toEqual(['Other', 'new']);
    expect(await directory.at(newId<TenantId>(), '1')).toBeUndefined();
  });

  it('joins a running transaction', async () => {
    const [one, two] = [newId<TenantId>(), newId<TenantId>()];
    for (const id of [one, two]) await store.add(id, aDocument(), new Map());
    await db.database.inTenant(one, async () => {
      expect((await directory.byId(one))?.id).toBe(one);
      expect(await directory.byId(two)).toBeUndefined();
    });
  });
});

describe('the fence around a tenant', () => {
  it.each(['tenants', 'tenant_secrets', 'bot_keys'])('shows and changes only its own rows of %s', async (table) => {
    const [one, two] = [newId<TenantId>(), newId<TenantId>()];
    for (const id of [one, two]) {
      await store.add(id, aDocument(), new Map([['engage.webhookSecret', new Secret('s')]]));
      await botKeys.add(id, { id: newId(), name: 'k', last4: '', createdAt: new Date() }, hashOfKey(id));
    }
    const seen = await db.database.inTenant(one, () =>
      db.database.query<{ tenant_id: string }>(`SELECT tenant_id FROM ${table}`),
    );
    expect(seen.map((row) => row.tenant_id)).toEqual([one]);
    await db.database.inTenant(one, () => db.database.query(`DELETE FROM ${table} WHERE tenant_id = $1`, [two]));
    const left = await db.dataSource.query<unknown[]>(`SELECT 1 FROM ${table} WHERE tenant_id = $1`, [two]);
    expect(left).toHaveLength(1);
    const theft = db.database.inTenant(one, () => db.database.query(`UPDATE ${table} SET tenant_id = $1`, [two]));
    await expect(theft).rejects.toThrow();
  });

  it('lets a tenant write to the audit log, but not read it', async () => {
    const one = newId<TenantId>();
    const insert = "INSERT INTO audit_log (at, actor, action, detail) VALUES (now(), 'a', 'b', '{}')";
    await db.database.inTenant(one, () => db.database.query(insert));
    await expect(db.database.inTenant(one, () => db.database.query('SELECT * FROM audit_log'))).rejects.toThrow(
      /permission denied/,
    );
  });
});
