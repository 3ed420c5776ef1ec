import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AppConfig } from '#config';
import { Database } from '#database';
import { Clock, type Secret, type TenantId } from '#kernel';
import { rememberTenantName } from '#telemetry';
import { hashOfKey } from '../domain/access/api-key.js';
import { completedEngage } from '../domain/engage/engage-address.js';
import { pathOfName, previousNameOf, type PreviousSecrets } from '../domain/secrets/previous-secrets.js';
import { SLUG } from '../domain/slug.js';
import { completed, ENGAGE_SECRETS } from '../domain/stored-tenant.js';
import { SecretUnreadable, TenantBeingChanged } from '../domain/tenant.errors.js';
import type { Tenant } from '../domain/tenant.js';
import { type KeyHolder, TenantDirectory } from '../ports/tenant-directory.js';
import type { TenantEntity } from './entities/tenant.entity.js';
import { SecretSealer } from './sealing/secret-sealer.js';
import { documentOf } from './tenant-document.js';
import { TenantLookUps, type TenantVersion } from './tenant-look-ups.js';
import { tenantStays } from './tenant-stays.js';

type Row = Omit<TenantEntity, 'engageHost' | 'sourceId' | 'secrets' | 'sourceFaults'> & {
  readonly sealed: Readonly<Record<string, string>>;
  /** End of validity of previous secrets, in milliseconds since 1970, by their stored names. */
  readonly endings: Readonly<Record<string, number>>;
  readonly version: string;
};

/** Every query begins with it. `xmin` names the transaction that wrote the row, and a tenant's secrets are written with its row. */
const LOOK = 'SELECT t.tenant_id AS id, t.xmin::text AS version';
const SELECT = `
  SELECT t.tenant_id AS id, t.xmin::text AS version, t.slug, t.name, t.enabled, t.is_default AS "isDefault", t.engage, t.bot, t.handover,
    t.profile_mapping AS "profileMapping", t.retention, t.revision, t.created_at AS "createdAt", t.updated_at AS "updatedAt",
    s.sealed, s.endings
  FROM tenants t, LATERAL (
    SELECT coalesce(jsonb_object_agg(name, sealed), '{}') AS sealed,
      coalesce(jsonb_object_agg(name, extract(epoch FROM valid_until) * 1000) FILTER (WHERE valid_until IS NOT NULL), '{}') AS endings
    FROM tenant_secrets WHERE tenant_id = t.tenant_id
  ) s WHERE t.tenant_id = $1`;

const BY_SLUG = {
  name: 'tenants.by-slug',
  text: `${LOOK}, t.slug AS key FROM tenants t WHERE t.slug = ANY ($1::text[])`,
};
const BY_BOT_KEY = {
  name: 'tenants.by-bot-key',
  text: `${LOOK}, k.key_hash AS key, k.id AS "keyId" FROM tenants t JOIN bot_keys k USING (tenant_id) WHERE k.key_hash = ANY ($1::bytea[])`,
};
const BY_WEBHOOK_KEY = {
  name: 'tenants.by-webhook-key',
  text: `${LOOK}, k.key_hash AS key, k.valid_until AS "validUntil" FROM tenants t JOIN tenant_secrets k USING (tenant_id) WHERE k.key_hash = ANY ($1::bytea[])`,
};

interface KnownTenant {
  readonly version: string;
  readonly tenant: Tenant;
}

/** Maximum number of tenants in the cache of a process. */
const MOST_KNOWN = 500;

/**
 * Queries the current version of a tenant with each call, and reads versions that are not cached; their secrets are
 * opened when they are first read.
 */
@Injectable()
export class PostgresTenantDirectory extends TenantDirectory {
  private readonly known = new LRUCache<TenantId, KnownTenant>({ max: MOST_KNOWN });
  private readonly slugs: TenantLookUps<string>;
  private readonly botKeys: TenantLookUps<Buffer>;
  private readonly webhookKeys: TenantLookUps<Buffer>;

  constructor(
    private readonly database: Database,
    private readonly sealer: SecretSealer,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {
    super();
    this.slugs = new TenantLookUps(database, BY_SLUG);
    this.botKeys = new TenantLookUps(database, BY_BOT_KEY);
    this.webhookKeys = new TenantLookUps(database, BY_WEBHOOK_KEY);
  }

  byId(id: TenantId): Promise<Tenant | undefined> {
    return this.find('WHERE t.tenant_id = $1', id);
  }

  async at(id: TenantId, version: string): Promise<Tenant | undefined> {
    const known = this.known.get(id);
    return known?.version === version ? known.tenant : this.read(id);
  }

  bySlug(slug: string): Promise<Tenant | undefined> {
    return SLUG.test(slug) ? this.found(this.slugs.run(slug)) : Promise.resolve(undefined);
  }

  default(): Promise<Tenant | undefined> {
    return this.find('WHERE t.is_default');
  }

  async byBotKey(key: string): Promise<KeyHolder | undefined> {
    const found = await this.botKeys.run(hashOfKey(key));
    const tenant = found && (await this.at(found.id, found.version));
    return tenant && { tenant, keyId: found.keyId ?? '' };
  }

  async byWebhookKey(key: string): Promise<Tenant | undefined> {
    const found = await this.webhookKeys.run(hashOfKey(key));
    const isOver = found?.validUntil && found.validUntil <= this.clock.now();
    return found && !isOver ? this.at(found.id, found.version) : undefined;
  }

  /** `PostgresTenantStore.lock` takes a lock that excludes this one, but not new rows that refer to the tenant. */
  async hold({ id, revision }: Tenant): Promise<void> {
    const sql = `WITH tenant AS MATERIALIZED (${tenantStays('$1')})
      SELECT revision FROM tenant, tenants t WHERE t.tenant_id = $1 FOR SHARE OF t`;
    const [row] = await this.database.query<{ revision: string }>(sql, [id]);
    if (Number(row?.revision) !== revision) throw new TenantBeingChanged();
  }

  enabled(): Promise<TenantId[]> {
    return this.ids('SELECT tenant_id AS id, slug FROM tenants WHERE enabled');
  }

  all(): Promise<TenantId[]> {
    return this.ids('SELECT tenant_id AS id, slug FROM tenants');
  }

  private async ids(sql: string): Promise<TenantId[]> {
    const rows = await this.database.statement<{ id: TenantId; slug: string }>(sql);
    for (const { id, slug } of rows) rememberTenantName(id, slug);
    return rows.map(({ id }) => id);
  }

  private async find(where: string, ...parameters: unknown[]): Promise<Tenant | undefined> {
    const [found] = await this.database.statement<TenantVersion>(`${LOOK} FROM tenants t ${where}`, parameters);
    return found && this.at(found.id, found.version);
  }

  private async found(looked: Promise<TenantVersion | undefined>): Promise<Tenant | undefined> {
    const found = await looked;
    return found && this.at(found.id, found.version);
  }

  private async read(id: TenantId): Promise<Tenant | undefined> {
    const [row] = await this.database.statement<Row>(SELECT, [id]);
    if (!row) return undefined;
    const tenant = this.tenantOf(row);
    this.known.set(id, { version: row.version, tenant });
    rememberTenantName(id, tenant.slug);
    return tenant;
  }

  private tenantOf(row: Row): Tenant {
    const document = documentOf(row);
    const { bot, ...settings } = completed(document);
    const { platform, ...botSettings } = bot;
    const open = (side: string) => (name: string) => this.open(row, `${side}.${name}`);
    const botSecrets = Object.keys(row.sealed).flatMap((name) => /^bot\.([^#]+)$/.exec(name)?.[1] ?? []);
    return {
      ...settings,
      id: row.id,
      isDefault: row.isDefault,
      revision: Number(row.revision),
      engage: Object.assign(
        lazily(ENGAGE_SECRETS, open('engage')),
        completedEngage(document.engage, this.config.engageVerifyToken),
      ),
      bot: { platform, settings: botSettings, secrets: lazily(botSecrets, open('bot')) },
      previousSecrets: this.previousOf(row),
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
    };
  }

  /** They become invalid in time, also in the cache. */
  private previousOf(row: Row): PreviousSecrets {
    const names = Object.keys(row.endings);
    const opened = lazily(names, (name) => this.openIfPossible(row, name));
    const isValid = (name: string): boolean => (row.endings[name] ?? 0) > this.clock.millis();
    return {
      of: (path) => {
        const name = previousNameOf(path);
        return isValid(name) ? opened[name] : undefined;
      },
    };
  }

  /** If the previous value cannot be read, the current one must still work. */
  private openIfPossible(row: Row, name: string): Secret | undefined {
    try {
      return this.open(row, pathOfName(name), name);
    } catch (error) {
      if (error instanceof SecretUnreadable) return undefined;
      throw error;
    }
  }

  /** @param path the path that it was sealed for */
  private open(row: Row, path: string, name = path): Secret | undefined {
    const envelope = row.sealed[name];
    return envelope === undefined ? undefined : this.sealer.open(row.id, path, envelope);
  }
}

/** An object whose members are computed when they are first read. */
function lazily<Name extends string>(
  names: readonly Name[],
  make: (name: Name) => Secret | undefined,
): Record<Name, Secret | undefined> {
  const target = {} as Record<Name, Secret | undefined>;
  for (const name of names) {
    let made: { value: Secret | undefined } | undefined;
    Object.defineProperty(target, name, { enumerable: true, get: () => (made ??= { value: make(name) }).value });
  }
  return target;
}
