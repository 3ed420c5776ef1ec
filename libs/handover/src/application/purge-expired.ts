import { Injectable, Logger } from '@nestjs/common';
import { Database, type Job } from '#database';
import { Clock, type TenantId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';

const DAY_MS = 86_400_000;
/** Rows that one statement deletes: locks stay short. */
const BATCH = 500;

type Purge = (tenant: Tenant, now: number) => { sql: string; before: Date };

/** What is deleted when. A conversation that a handover or a delivery still needs is kept whole. */
const PURGES: Purge[] = [
  ({ retention }, now) => ({
    sql: `DELETE FROM conversations WHERE tenant_id = $1 AND id IN (
            SELECT c.id FROM conversations c WHERE c.tenant_id = $1 AND c.state = 'bot' AND c.updated_at < $2
              AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.tenant_id = $1 AND m.conversation_id = c.id AND m.received_at >= $2)
              AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.tenant_id = $1 AND d.conversation_id = c.id AND d.status = 'pending') LIMIT $3)`,
    before: new Date(now - retention.messageDays * DAY_MS),
  }),
  ({ retention }, now) => ({
    sql: `DELETE FROM messages WHERE tenant_id = $1 AND id IN (
            SELECT m.id FROM messages m JOIN conversations c ON c.tenant_id = $1 AND c.id = m.conversation_id
            WHERE m.tenant_id = $1 AND m.received_at < $2 AND c.state = 'bot'
              AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.tenant_id = $1 AND d.conversation_id = c.id AND d.status = 'pending') LIMIT $3)`,
    before: new Date(now - retention.messageDays * DAY_MS),
  }),
  ({ retention }, now) => ({
    sql: `DELETE FROM identities WHERE tenant_id = $1 AND user_id IN (
            SELECT i.user_id FROM identities i WHERE i.tenant_id = $1 AND i.updated_at < $2
              AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.tenant_id = $1 AND c.user_id = i.user_id) LIMIT $3)`,
    before: new Date(now - retention.profileDays * DAY_MS),
  }),
  ({ retention }, now) => ({
    sql: `DELETE FROM events WHERE tenant_id = $1 AND (source, event_id) IN (
            SELECT source, event_id FROM events WHERE tenant_id = $1 AND received_at < $2 LIMIT $3)`,
    before: new Date(now - retention.messageDays * DAY_MS),
  }),
  (_, now) => ({
    sql: `DELETE FROM events WHERE tenant_id = $1 AND (source, event_id) IN (
            SELECT source, event_id FROM events WHERE tenant_id = $1 AND status = 'unresolved' AND received_at < $2 LIMIT $3)`,
    before: new Date(now - DAY_MS),
  }),
];

/** Deletes what a tenant no longer wants kept, in small batches. */
@Injectable()
export class PurgeExpired implements Job {
  readonly name = 'purge-expired';
  readonly cron = '17 * * * *';
  private readonly logger = new Logger(PurgeExpired.name);

  constructor(
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (const id of await this.tenants.enabled()) {
      const tenant = await this.tenants.byId(id);
      for (const purge of tenant ? PURGES : [])
        await this.exhaust(id, purge(tenant as Tenant, this.clock.millis()), signal);
    }
  }

  private async exhaust(tenantId: TenantId, { sql, before }: ReturnType<Purge>, signal: AbortSignal): Promise<void> {
    let deleted = BATCH;
    while (deleted === BATCH && !signal.aborted) {
      deleted = await this.database.inTenant(
        tenantId,
        async () => (await this.database.query(`${sql} RETURNING 1`, [tenantId, before, BATCH])).length,
      );
      if (deleted > 0) this.logger.log({ tenantId, deleted }, 'Expired rows deleted.');
    }
  }
}
