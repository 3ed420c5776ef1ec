import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { Examinations } from '../ports/examinations.js';

/** Locked tenants are another replica's at this moment. The lock does not keep anybody from using the tenant. */
const TAKE = `
  WITH due AS (
    SELECT t.tenant_id, t.revision FROM tenants t LEFT JOIN tenant_examinations e USING (tenant_id)
    WHERE t.enabled AND (e.revision IS DISTINCT FROM t.revision OR e.examined_at < clock_timestamp() - $2 * interval '1 ms')
    ORDER BY e.examined_at NULLS FIRST LIMIT $1
    FOR NO KEY UPDATE OF t SKIP LOCKED
  )
  INSERT INTO tenant_examinations (tenant_id, revision, examined_at) SELECT tenant_id, revision, clock_timestamp() FROM due
  ON CONFLICT (tenant_id) DO UPDATE SET revision = excluded.revision, examined_at = excluded.examined_at
  RETURNING tenant_id AS id`;

@Injectable()
export class PostgresExaminations extends Examinations {
  constructor(private readonly database: Database) {
    super();
  }

  async take(most: number, everyMs: number): Promise<TenantId[]> {
    const rows = await this.database.separately<{ id: TenantId }>(TAKE, [most, everyMs]);
    return rows.map(({ id }) => id);
  }

  async note(tenantId: TenantId): Promise<void> {
    await this.database.separately(
      `INSERT INTO tenant_examinations (tenant_id, revision, examined_at)
       SELECT tenant_id, revision, clock_timestamp() FROM tenants WHERE tenant_id = $1
       ON CONFLICT (tenant_id) DO UPDATE SET revision = excluded.revision, examined_at = excluded.examined_at`,
      [tenantId],
    );
  }
}
