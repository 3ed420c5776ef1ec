import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, type JsonObject, type TenantId } from '#kernel';
import type { Owned } from '../domain/owned.js';
import { ProvisionedThings } from '../ports/provisioned-things.js';

@Injectable()
export class PostgresProvisionedThings extends ProvisionedThings {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  list(tenantId: TenantId, domain: string): Promise<Owned[]> {
    return this.database.inTenant(tenantId, () =>
      this.database.query<{ key: string; id: string | null; created: boolean; detail: JsonObject }>(
        'SELECT key, engage_id AS id, created, detail FROM provisioned WHERE tenant_id = $1 AND domain = $2 ORDER BY key',
        [tenantId, domain],
      ),
    );
  }

  async save(tenantId: TenantId, domain: string, { key, id, created, detail }: Owned): Promise<void> {
    await this.database.inTenant(tenantId, () =>
      this.database.query(
        `INSERT INTO provisioned (tenant_id, domain, key, engage_id, created, detail, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (tenant_id, domain, key) DO UPDATE
         SET engage_id = excluded.engage_id, created = excluded.created, detail = excluded.detail, at = excluded.at`,
        [tenantId, domain, key, id, created, JSON.stringify(detail), this.clock.now()],
      ),
    );
  }

  async forget(tenantId: TenantId, domain: string, key: string): Promise<void> {
    await this.database.inTenant(tenantId, () =>
      this.database.query('DELETE FROM provisioned WHERE tenant_id = $1 AND domain = $2 AND key = $3', [
        tenantId,
        domain,
        key,
      ]),
    );
  }

  usedByOthers(tenantId: TenantId, domain: string, ids: readonly string[]): Promise<Set<string>> {
    return this.database.acrossTenants(async () => {
      const rows = await this.database.query<{ id: string }>(
        `SELECT id FROM unnest($3::text[]) AS id
         WHERE EXISTS (SELECT FROM tenants WHERE tenant_id <> $1 AND engage_host = $2
                       AND id IN (engage ->> 'botCategoryId', engage ->> 'agentCategoryId'))
            OR EXISTS (SELECT FROM provisioned WHERE tenant_id <> $1 AND domain = $2 AND engage_id = id)`,
        [tenantId, domain, [...ids]],
      );
      return new Set(rows.map(({ id }) => id));
    });
  }
}
