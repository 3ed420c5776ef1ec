import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppConfig } from '#config';
import { newId, Secret, type TenantId } from '#kernel';
import { FakeClock, type ThrowAwayDatabase, throwAwayDatabase } from '#testing';
import { hashOfKey } from '../domain/access/api-key.js';
import { validSecrets } from '../domain/secrets/valid-secrets.js';
import type { TenantDocument } from '../domain/stored-tenant.js';
import { WebhookKeyTaken } from '../domain/taken.errors.js';
import { SecretUnreadable } from '../domain/tenant.errors.js';
import { tenantDirectoryContract } from '../testing/tenant-directory.contract.js';
import { tenantConfigEntities } from './entities/entities.js';
import { PostgresBotKeys } from './postgres-bot-keys.js';
import { PostgresTenantHealth } from './postgres-tenant-health.js';
import { PostgresTenantDirectory } from './postgres-tenant.directory.js';
import { PostgresTenantStore } from './postgres-tenant.store.js';
import { SecretSealer } from './sealing/secret-sealer.js';

let db: ThrowAwayDatabase;
let store: PostgresTenantStore;
let directory: PostgresTenantDirectory;
let botKeys: PostgresBotKeys;

const clock = new FakeClock();

const configWith = (byte: number) =>
  ({
    secretsKeys: [{ id: 'k', key: createSecretKey(Buffer.alloc(32, byte)) }],
    engageVerifyToken: 'fallback',
  }) as unknown as AppConfig;

beforeAll(async () => {
  db = await throwAwayDatabase({ entities: tenantConfigEntities });
  const config = configWith(1);
  const sealer = new SecretSealer(config);
  store = new PostgresTenantStore(db.database, sealer, clock, new PostgresTenantHealth(db.database));
  directory = new PostgresTenantDirectory(db.database, sealer, config, clock);
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
  it('fills in defaults', async () => {
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

  it('opens a secret only when it is read', async () => {
    const id = newId<TenantId>();
    await store.add(id, aDocument(), new Map([['engage.webhookSecret', new Secret('sealed')]]));
    const stranger = configWith(2);
    const tenant = await new PostgresTenantDirectory(db.database, new SecretSealer(stranger), stranger, clock).byId(id);
    expect(tenant?.engage.verifyToken).toBe('fallback');
    expect(() => tenant?.engage.webhookSecret).toThrow(SecretUnreadable);
  });

  it('returns a cached version without a query, and another one as it is stored', async () => {
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

  describe('while a secret is rotated', () => {
    const path = 'bot.webhookKey';
    const minutes = (count: number): Date => new Date(clock.millis() + count * 60_000);
    const rotate = async (id: TenantId, value: string, until: Date): Promise<void> => {
      await store.keepPrevious(id, path, until);
      await store.replace(id, aDocument(), new Map([[path, new Secret(value)]]));
    };
    const validOf = async (id: TenantId): Promise<string[]> => {
      const tenant = await directory.byId(id);
      return tenant ? validSecrets(tenant, path).map((secret) => secret.reveal()) : [];
    };
    const added = async (value: string): Promise<TenantId> => {
      const id = newId<TenantId>();
      await store.add(id, aDocument(), new Map([[path, new Secret(value)]]));
      return id;
    };

    it('returns both until the overlap ends, also for a cached tenant', async () => {
      const id = await added('one');
      await rotate(id, 'two', minutes(10));
      expect(await validOf(id)).toEqual(['two', 'one']);
      expect((await directory.byWebhookKey('one'))?.id).toBe(id);
      expect((await directory.byId(id))?.bot.secrets).toMatchObject({ webhookKey: expect.any(Secret) });
      expect(Object.keys((await directory.byId(id))?.bot.secrets ?? {})).toEqual(['webhookKey']);
      clock.advance(600_000);
      expect(await validOf(id)).toEqual(['two']);
      expect(await directory.byWebhookKey('one')).toBeUndefined();
      expect((await directory.byWebhookKey('two'))?.id).toBe(id);
    });

    it('keeps two values at most', async () => {
      const id = await added('one');
      await rotate(id, 'two', minutes(10));
      await rotate(id, 'three', minutes(10));
      expect(await validOf(id)).toEqual(['three', 'two']);
      expect(await directory.byWebhookKey('one')).toBeUndefined();
      await store.forgetPrevious(id, [path]);
      await store.replace(id, aDocument(), new Map());
      expect(await validOf(id)).toEqual(['three']);
    });

    it('gives no other tenant a key that is still valid', async () => {
      const id = await added('one');
      await rotate(id, 'two', minutes(10));
      await expect(added('one')).rejects.toThrow(WebhookKeyTaken);
    });

    it('keeps the current one working when the previous one cannot be read', async () => {
      const id = await added('one');
      await rotate(id, 'two', minutes(10));
      await db.dataSource.query("UPDATE tenant_secrets SET sealed = 'v1.gone.x.x.x' WHERE name LIKE '%#previous'");
      expect(await validOf(id)).toEqual(['two']);
    });

    it('deletes expired secrets', async () => {
      const id = await added('one');
      await rotate(id, 'two', minutes(10));
      expect(await store.forgetExpired(minutes(9))).toBe(0);
      expect(await store.forgetExpired(minutes(10))).toBe(1);
    });
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

describe('the row-level security of a tenant', () => {
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
