import { Injectable } from '@nestjs/common';
import { Database, withConflicts } from '#database';
import { Clock, type Secret, type TenantId } from '#kernel';
import { hashOfKey } from '../domain/api-key.js';
import { sourceOf } from '../domain/engage-address.js';
import { SLUG } from '../domain/slug.js';
import type { StoredTenant, TenantDocument } from '../domain/stored-tenant.js';
import { WEBHOOK_KEY } from '../ports/bot-platform-catalogue.js';
import { type SecretChanges, TenantStore } from '../ports/tenant.store.js';
import { SecretSealer } from './secret-sealer.js';
import { documentOf, type TenantRow } from './tenant.row.js';
import { UNIQUE_CONFLICTS } from './unique-conflicts.js';

type Row = TenantRow & {
  readonly hints: Readonly<Record<string, string>>;
  readonly faults: readonly { source_id: string; message: string; since: string }[];
};

const SELECT = `
  SELECT t.*, (SELECT coalesce(jsonb_object_agg(s.name, s.last4), '{}') FROM tenant_secrets s WHERE s.tenant_id = t.tenant_id) AS hints,
    (SELECT coalesce(jsonb_agg(f ORDER BY f.source_id), '[]') FROM source_faults f WHERE f.tenant_id = t.tenant_id) AS faults
  FROM tenants t`;

@Injectable()
export class PostgresTenantStore extends TenantStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: SecretSealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  async add(id: TenantId, document: TenantDocument, secrets: SecretChanges): Promise<void> {
    await this.write(
      `INSERT INTO tenants (tenant_id, slug, name, enabled, is_default, engage, bot, handover, profile_mapping, retention,
                            engage_host, source_id, updated_at, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)`,
      id,
      document,
      secrets,
    );
  }

  async find(slug: string): Promise<StoredTenant | undefined> {
    if (!SLUG.test(slug)) return undefined;
    const [row] = await this.database.statement<Row>(`${SELECT} WHERE t.slug = $1`, [slug]);
    return row && storedTenantOf(row);
  }

  async lock(slug: string): Promise<StoredTenant | undefined> {
    // a statement of its own: one that waited for a lock would still see the secrets of before
    if (SLUG.test(slug)) await this.database.query('SELECT FROM tenants WHERE slug = $1 FOR UPDATE', [slug]);
    return this.find(slug);
  }

  async list(slugs: readonly string[] | null, limit: number, after = ''): Promise<StoredTenant[]> {
    const rows = await this.database.statement<Row>(
      `${SELECT} WHERE ($1::text[] IS NULL OR t.slug = ANY ($1)) AND t.slug COLLATE "C" > $2 ORDER BY t.slug COLLATE "C" LIMIT $3`,
      [slugs, after, limit],
    );
    return rows.map(storedTenantOf);
  }

  async replace(id: TenantId, document: TenantDocument, secrets: SecretChanges): Promise<void> {
    await this.write(
      `UPDATE tenants SET slug = $2, name = $3, enabled = $4, is_default = $5, engage = $6, bot = $7, handover = $8,
              profile_mapping = $9, retention = $10, engage_host = $11, source_id = $12, updated_at = $13, revision = revision + 1
       WHERE tenant_id = $1`,
      id,
      document,
      secrets,
    );
  }

  async remove(id: TenantId): Promise<void> {
    await this.database.query('SET LOCAL statement_timeout = 0'); // there may be a lot of it
    await this.database.query('DELETE FROM tenants WHERE tenant_id = $1', [id]);
  }

  private write(sql: string, id: TenantId, document: TenantDocument, secrets: SecretChanges): Promise<void> {
    return withConflicts(UNIQUE_CONFLICTS, async () => {
      await this.writeSettings(sql, id, document);
      await this.writeSecrets(id, secrets);
    });
  }

  private async writeSettings(sql: string, id: TenantId, document: TenantDocument): Promise<void> {
    const { slug, name, enabled, engage, bot, handover, profileMapping, retention } = document;
    const source = sourceOf(engage);
    const settings = [slug, name, enabled, document.default, engage, bot, handover, profileMapping, retention];
    await this.database.statement(sql, [id, ...settings, source?.host, source?.sourceId, this.clock.now()]);
  }

  private async writeSecrets(id: TenantId, secrets: SecretChanges): Promise<void> {
    for (const [name, secret] of secrets) {
      if (!secret) {
        await this.database.statement('DELETE FROM tenant_secrets WHERE tenant_id = $1 AND name = $2', [id, name]);
        continue;
      }
      await this.database.statement(
        `INSERT INTO tenant_secrets (tenant_id, name, sealed, last4, key_hash, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id, name) DO UPDATE
         SET sealed = excluded.sealed, last4 = excluded.last4, key_hash = excluded.key_hash, updated_at = excluded.updated_at`,
        [id, name, this.sealer.seal(id, name, secret), secret.last4, keyHashOf(name, secret), this.clock.now()],
      );
    }
  }
}

/** Only what tenants are found by has a hash: other secrets may be too short to be hashed safely. */
function keyHashOf(name: string, secret: Secret): Buffer | null {
  return name === `bot.${WEBHOOK_KEY}` ? hashOfKey(secret.reveal()) : null;
}

function storedTenantOf(row: Row): StoredTenant {
  return {
    id: row.tenant_id,
    revision: Number(row.revision),
    document: documentOf(row),
    secrets: row.hints,
    sourceFaults: row.faults.map((fault) => ({
      sourceId: fault.source_id,
      message: fault.message,
      since: new Date(fault.since),
    })),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
