import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { SuspendedWebhooks } from '../ports/suspended-webhooks.js';

/** The look at the check's row decides nothing for good: the webhook itself is read before it is changed. */
const TAKE = `
  UPDATE tenant_examinations e SET webhook_repair_at = clock_timestamp()
  FROM (
    SELECT tenant_id FROM tenant_examinations JOIN tenant_checks c USING (tenant_id) JOIN tenants t USING (tenant_id)
    WHERE c.check_id = 'webhook-active' AND c.status = 'fail' AND t.enabled
      AND (webhook_repair_at IS NULL OR webhook_repair_at < clock_timestamp() - interval '1 hour')
    ORDER BY webhook_repair_at NULLS FIRST LIMIT $1 FOR UPDATE OF tenant_examinations SKIP LOCKED
  ) due
  WHERE e.tenant_id = due.tenant_id
  RETURNING e.tenant_id AS id`;

@Injectable()
export class PostgresSuspendedWebhooks extends SuspendedWebhooks {
  constructor(private readonly database: Database) {
    super();
  }

  async take(most: number): Promise<TenantId[]> {
    return (await this.database.statement<{ id: TenantId }>(TAKE, [most])).map(({ id }) => id);
  }
}
