import { Injectable } from '@nestjs/common';
import { And, type FindOptionsWhere, In, LessThanOrEqual, MoreThan, type Repository } from 'typeorm';
import { Database, withConflicts } from '#database';
import { Clock, type Secret, type TenantId } from '#kernel';
import { hashOfKey } from '../domain/access/api-key.js';
import { type HealthSummary, UNKNOWN_HEALTH } from '../domain/checks/tenant-health.js';
import { sourceOf } from '../domain/engage/engage-address.js';
import { pathOfName, previousNameOf, type PreviousSecret } from '../domain/secrets/previous-secrets.js';
import { SLUG } from '../domain/slug.js';
import type { StoredTenant, TenantDocument } from '../domain/stored-tenant.js';
import { WEBHOOK_KEY } from '../ports/bot-platform-catalogue.js';
import { TenantHealth } from '../ports/tenant-health.js';
import { type SecretChanges, TenantStore } from '../ports/tenant.store.js';
import { TenantSecretEntity } from './entities/tenant-secret.entity.js';
import { TenantEntity } from './entities/tenant.entity.js';
import { SecretSealer } from './sealing/secret-sealer.js';
import { documentOf } from './tenant-document.js';
import { tenantGoes } from './tenant-stays.js';
import { UNIQUE_CONFLICTS } from './unique-conflicts.js';

const RELATIONS = { secrets: true, sourceFaults: true };
const KEY_OF_SECRET = ['tenantId', 'name'];

type TenantSettings = Omit<TenantEntity, 'id' | 'revision' | 'createdAt' | 'secrets' | 'sourceFaults'>;

@Injectable()
export class PostgresTenantStore extends TenantStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: SecretSealer,
    private readonly clock: Clock,
    private readonly health: TenantHealth,
  ) {
    super();
  }

  add(id: TenantId, document: TenantDocument, secrets: SecretChanges): Promise<void> {
    const settings = this.settingsOf(document);
    return this.write(id, secrets, (tenants) => tenants.insert({ ...settings, id, createdAt: settings.updatedAt }));
  }

  async find(slug: string): Promise<StoredTenant | undefined> {
    if (!SLUG.test(slug)) return undefined;
    const [tenant] = await this.load({ slug });
    return tenant;
  }

  lock(slug: string): Promise<StoredTenant | undefined> {
    return this.locked(slug, 'FOR NO KEY UPDATE');
  }

  async lockToRemove(slug: string): Promise<StoredTenant | undefined> {
    const tenant = await this.find(slug);
    if (!tenant) return undefined;
    await this.database.query(tenantGoes('$1'), [tenant.id]);
    return this.locked(slug, 'FOR UPDATE');
  }

  async list(slugs: readonly string[] | null, limit: number, after = ''): Promise<StoredTenant[]> {
    const slug = slugs ? And(MoreThan(after), In([...slugs])) : MoreThan(after);
    const page = await this.database.rows(TenantEntity, (tenants) =>
      tenants.find({ select: { id: true }, where: { slug }, order: { slug: 'ASC' }, take: limit }),
    );
    return this.load({ id: In(page.map(({ id }) => id)) });
  }

  replace(id: TenantId, document: TenantDocument, secrets: SecretChanges): Promise<void> {
    const settings = this.settingsOf(document);
    return this.write(id, secrets, (tenants) =>
      tenants.update({ id }, { ...settings, revision: () => 'revision + 1' }),
    );
  }

  /** Renamed, so that the index on the hashes never sees a key twice. */
  async keepPrevious(tenantId: TenantId, path: string, validUntil: Date, stored?: Secret): Promise<void> {
    await this.forgetPrevious(tenantId, [path]);
    const previous = { name: previousNameOf(path), validUntil };
    await this.database.rows<TenantSecretEntity, unknown>(TenantSecretEntity, (rows) =>
      stored
        ? rows.insert({ ...this.sealed(tenantId, path, stored), ...previous })
        : rows.update({ tenantId, name: path }, previous),
    );
  }

  async forgetPrevious(tenantId: TenantId, paths: readonly string[]): Promise<void> {
    const name = In(paths.map(previousNameOf));
    await this.database.rows(TenantSecretEntity, (rows) => rows.delete({ tenantId, name }));
  }

  async forgetExpired(now: Date): Promise<number> {
    const expired = { validUntil: LessThanOrEqual(now) };
    const { affected } = await this.database.rows(TenantSecretEntity, (rows) => rows.delete(expired));
    return affected ?? 0;
  }

  async remove(id: TenantId): Promise<void> {
    await this.database.query('SET LOCAL statement_timeout = 0'); // there may be very many rows
    await this.database.rows(TenantEntity, (tenants) => tenants.delete({ id }));
  }

  /** A separate statement: one that waited for a lock would still see the old secrets. */
  private async locked(slug: string, lock: string): Promise<StoredTenant | undefined> {
    if (SLUG.test(slug)) await this.database.query(`SELECT FROM tenants WHERE slug = $1 ${lock}`, [slug]);
    return this.find(slug);
  }

  /** Settings and secrets by one statement, so that a tenant never shows the secrets of another revision; in the order of their slugs. */
  private async load(where: FindOptionsWhere<TenantEntity>): Promise<StoredTenant[]> {
    const found = await this.database.rows(TenantEntity, (tenants) =>
      tenants.find({ where, relations: RELATIONS, order: { slug: 'ASC', sourceFaults: { sourceId: 'ASC' } } }),
    );
    const health = await this.health.summaries(found.map(({ id }) => id));
    const now = this.clock.now();
    return found.map((tenant) => storedTenantOf(tenant, health.get(tenant.id) ?? UNKNOWN_HEALTH, now));
  }

  private write(
    id: TenantId,
    secrets: SecretChanges,
    writeTenant: (tenants: Repository<TenantEntity>) => Promise<unknown>,
  ): Promise<void> {
    return withConflicts(UNIQUE_CONFLICTS, async () => {
      await this.database.rows(TenantEntity, writeTenant);
      for (const [name, secret] of secrets)
        await this.database.rows<TenantSecretEntity, unknown>(TenantSecretEntity, (rows) =>
          secret ? rows.upsert(this.sealed(id, name, secret), KEY_OF_SECRET) : rows.delete({ tenantId: id, name }),
        );
    });
  }

  private settingsOf({ default: isDefault, ...document }: TenantDocument): TenantSettings {
    const source = sourceOf(document.engage);
    const place = { engageHost: source?.host ?? null, sourceId: source?.sourceId ?? null };
    return { ...document, isDefault, ...place, updatedAt: this.clock.now() };
  }

  private sealed(tenantId: TenantId, name: string, secret: Secret): Omit<TenantSecretEntity, 'tenant'> {
    const sealed = this.sealer.seal(tenantId, name, secret);
    return {
      tenantId,
      name,
      sealed,
      last4: secret.last4,
      keyHash: keyHashOf(name, secret),
      validUntil: null,
      updatedAt: this.clock.now(),
    };
  }
}

/** Only secrets by which tenants are found have a hash: others may be too short to be hashed safely. */
function keyHashOf(name: string, secret: Secret): Buffer | null {
  return name === `bot.${WEBHOOK_KEY}` ? hashOfKey(secret.reveal()) : null;
}

function storedTenantOf(tenant: TenantEntity, health: HealthSummary, now: Date): StoredTenant {
  const { id, revision, secrets, sourceFaults, createdAt, updatedAt } = tenant;
  return {
    id,
    revision: Number(revision),
    document: documentOf(tenant),
    secrets: Object.fromEntries(secrets.flatMap(({ name, last4, validUntil }) => (validUntil ? [] : [[name, last4]]))),
    previousSecrets: secrets.flatMap((secret) => previousOf(secret, now)),
    sourceFaults: sourceFaults.map(({ sourceId, message, since }) => ({ sourceId, message, since })),
    health,
    createdAt,
    updatedAt,
  };
}

function previousOf({ name, validUntil }: TenantSecretEntity, now: Date): PreviousSecret[] {
  return validUntil && validUntil > now ? [{ name: pathOfName(name), validUntil }] : [];
}
