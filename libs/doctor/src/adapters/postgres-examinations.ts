import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { Examinations } from '../ports/examinations.js';

/** Makes new and changed tenants due after `settleMs`, by an examination time in the past. */
const LINE_UP = `
  INSERT INTO tenant_examinations (tenant_id, revision, examined_at)
  SELECT t.tenant_id, t.revision, clock_timestamp() - ($1::float8 - $2::float8) * interval '1 ms'
  FROM tenants t LEFT JOIN tenant_examinations e USING (tenant_id)
  WHERE t.enabled AND e.revision IS DISTINCT FROM t.revision ORDER BY t.tenant_id
  ON CONFLICT (tenant_id) DO UPDATE SET revision = excluded.revision, examined_at = excluded.examined_at`;

/** Locked rows are being taken by another replica. */
const TAKE = `
  UPDATE tenant_examinations e SET examined_at = clock_timestamp()
  FROM (
    SELECT tenant_id FROM tenant_examinations JOIN tenants t USING (tenant_id)
    WHERE t.enabled AND examined_at < clock_timestamp() - $2 * interval '1 ms'
    ORDER BY examined_at LIMIT $1 FOR UPDATE OF tenant_examinations SKIP LOCKED
  ) due
  WHERE e.tenant_id = due.tenant_id RETURNING e.tenant_id AS id`;

@Injectable()
export class PostgresExaminations extends Examinations {
  constructor(private readonly database: Database) {
    super();
  }

  async take(most: number, everyMs: number, settleMs: number): Promise<TenantId[]> {
    await this.database.separately(LINE_UP, [everyMs, settleMs]);
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
