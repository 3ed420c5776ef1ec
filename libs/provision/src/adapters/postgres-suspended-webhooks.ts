import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { SuspendedWebhooks } from '../ports/suspended-webhooks.js';

/** Minutes from one attempt to the next: an hour after a success, else 5, 10, 20, 40, 60, 60, … */
const PAUSE = `CASE webhook_repair_failures WHEN 0 THEN 60 ELSE least(60, 5 * 2 ^ least(webhook_repair_failures - 1, 10)) END::int`;
/** The check's row is only a hint: the webhook itself is read before it is changed. */
const TAKE = `
  UPDATE tenant_examinations e SET webhook_repair_at = clock_timestamp()
  FROM (
    SELECT tenant_id FROM tenant_examinations JOIN tenant_checks c USING (tenant_id) JOIN tenants t USING (tenant_id)
    WHERE c.check_id = 'webhook-active' AND c.status = 'fail' AND t.enabled
      AND (webhook_repair_at IS NULL OR webhook_repair_at < clock_timestamp() - make_interval(mins => ${PAUSE}))
    ORDER BY webhook_repair_at NULLS FIRST LIMIT $1 FOR UPDATE OF tenant_examinations SKIP LOCKED
  ) due
  WHERE e.tenant_id = due.tenant_id
  RETURNING e.tenant_id AS id`;
const REPAIRED = 'UPDATE tenant_examinations SET webhook_repair_failures = 0 WHERE tenant_id = $1';
const FAILED = `
  UPDATE tenant_examinations SET webhook_repair_failures = webhook_repair_failures + 1
  WHERE tenant_id = $1 RETURNING ${PAUSE} AS minutes`;

@Injectable()
export class PostgresSuspendedWebhooks extends SuspendedWebhooks {
  constructor(private readonly database: Database) {
    super();
  }

  async take(most: number): Promise<TenantId[]> {
    return (await this.database.statement<{ id: TenantId }>(TAKE, [most])).map(({ id }) => id);
  }

  async repaired(tenantId: TenantId): Promise<void> {
    await this.database.statement(REPAIRED, [tenantId]);
  }

  async failed(tenantId: TenantId): Promise<number> {
    const [row] = await this.database.statement<{ minutes: number }>(FAILED, [tenantId]);
    return row?.minutes ?? 0;
  }
}
