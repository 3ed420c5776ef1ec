import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import type { CheckResult } from '../domain/checks/check.js';
import { type CheckChange, type HealthSummary, type StoredCheck, summaryOf } from '../domain/checks/tenant-health.js';
import { TenantHealth } from '../ports/tenant-health.js';

/** Rows are written in the order of their ids, so that two writers never deadlock. */
const RECORD = `
  WITH before AS (
    SELECT check_id, status FROM tenant_checks WHERE tenant_id = $1
  ), saved AS (
    INSERT INTO tenant_checks (tenant_id, check_id, title, status, detail, fix, changed_since, checked_at)
    SELECT t.tenant_id, g.id, g.title, g.status, g.detail, g.fix, clock_timestamp(), clock_timestamp()
    FROM jsonb_to_recordset($2) AS g (id text, title text, status text, detail text, fix text), tenants t
    WHERE t.tenant_id = $1 ORDER BY g.id
    ON CONFLICT (tenant_id, check_id) DO UPDATE SET
      title = excluded.title, status = excluded.status, detail = excluded.detail, fix = excluded.fix, checked_at = excluded.checked_at,
      changed_since = CASE WHEN tenant_checks.status = excluded.status THEN tenant_checks.changed_since ELSE excluded.changed_since END
    RETURNING check_id, status
  ), gone AS (
    DELETE FROM tenant_checks WHERE tenant_id = $1 AND $3 AND check_id NOT IN (SELECT id FROM jsonb_to_recordset($2) AS g (id text))
  ), complete AS (
    INSERT INTO tenant_examinations (tenant_id, revision, examined_at, completed_at)
    SELECT tenant_id, revision, clock_timestamp(), clock_timestamp() FROM tenants WHERE tenant_id = $1 AND $3
    ON CONFLICT (tenant_id) DO UPDATE SET completed_at = excluded.completed_at
  )
  SELECT check_id AS id, before.status AS before, saved.status AS after FROM saved LEFT JOIN before USING (check_id)
  WHERE before.status IS DISTINCT FROM saved.status`;

const STORED = `check_id AS id, title, status, detail, fix, changed_since AS "changedSince", checked_at AS "checkedAt"`;

const SUMMARIES = `
  SELECT tenant_id AS "tenantId", check_id AS id, title, status, detail, fix, changed_since AS "changedSince",
    checked_at AS "checkedAt", latest, completed_at IS NOT NULL AS "isComplete"
  FROM (SELECT *, max(checked_at) OVER (PARTITION BY tenant_id) AS latest,
               row_number() OVER (PARTITION BY tenant_id ORDER BY check_id) AS position
        FROM tenant_checks WHERE tenant_id = ANY ($1)) checks
    LEFT JOIN tenant_examinations USING (tenant_id)
  WHERE status IN ('warn', 'fail') OR position = 1
  ORDER BY tenant_id, check_id`;

type ChangeRow = Omit<CheckChange, 'before'> & { readonly before: CheckChange['after'] | null };
type SummaryRow = StoredCheck & { readonly tenantId: TenantId; readonly latest: Date; readonly isComplete: boolean };

@Injectable()
export class PostgresTenantHealth extends TenantHealth {
  constructor(private readonly database: Database) {
    super();
  }

  async record(tenantId: TenantId, results: readonly CheckResult[], isComplete = false): Promise<CheckChange[]> {
    const changes = await this.database.statement<ChangeRow>(RECORD, [tenantId, JSON.stringify(results), isComplete]);
    return changes.map(({ id, before, after }) => ({ id, before: before ?? undefined, after }));
  }

  of(tenantId: TenantId): Promise<StoredCheck[]> {
    return this.database.statement(`SELECT ${STORED} FROM tenant_checks WHERE tenant_id = $1 ORDER BY check_id`, [
      tenantId,
    ]);
  }

  /** At least one row of every tenant is read, so that its last check is known even without problems. */
  async summaries(tenantIds: readonly TenantId[]): Promise<ReadonlyMap<TenantId, HealthSummary>> {
    const rows = await this.database.statement<SummaryRow>(SUMMARIES, [tenantIds]);
    const byTenant = Map.groupBy(rows, ({ tenantId }) => tenantId);
    return new Map(
      [...byTenant].map(([tenantId, found]) => {
        const { latest: checkedAt, isComplete } = found[0] ?? { latest: null, isComplete: false };
        return [tenantId, summaryOf({ checkedAt, isComplete, problems: found.filter(isProblem).map(storedCheckOf) })];
      }),
    );
  }

  async completedAt(tenantId: TenantId): Promise<Date | undefined> {
    const [row] = await this.database.statement<{ readonly completedAt: Date | null }>(
      'SELECT completed_at AS "completedAt" FROM tenant_examinations WHERE tenant_id = $1',
      [tenantId],
    );
    return row?.completedAt ?? undefined;
  }

  problemCounts(): ReturnType<TenantHealth['problemCounts']> {
    return this.database.statement(
      `SELECT check_id AS id, status, count(*)::int AS tenants FROM tenant_checks
       WHERE status IN ('warn', 'fail') GROUP BY check_id, status`,
    );
  }
}

function isProblem({ status }: StoredCheck): boolean {
  return status === 'warn' || status === 'fail';
}

function storedCheckOf({ tenantId: _, latest: __, isComplete: ___, ...check }: SummaryRow): StoredCheck {
  return check;
}
