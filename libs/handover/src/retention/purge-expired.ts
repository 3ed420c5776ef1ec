import { Injectable, Logger } from '@nestjs/common';
import { Database, type Job } from '#database';
import { FileStore } from '#files';
import { Clock, type TenantId } from '#kernel';
import { type Retention, type Tenant, TenantDirectory } from '#tenant-config';

const DAY_MS = 86_400_000;
/** Rows that one statement deletes: locks stay short. */
const BATCH = 500;

interface Purge {
  /** `$1` tenant, `$2` before when, `$3` how many at most. */
  readonly sql: string;
  readonly keptMs: (retention: Retention) => number;
}

const messages = ({ messageDays }: Retention): number => messageDays * DAY_MS;
const profiles = ({ profileDays }: Retention): number => profileDays * DAY_MS;

/** Conversations that nobody waits for: neither a handover nor a delivery. */
const AT_REST = `c.state = 'bot' AND NOT EXISTS (
  SELECT 1 FROM deliveries d WHERE d.tenant_id = $1 AND d.conversation_id = c.id AND d.status = 'pending')`;
const OF_CONVERSATION_AT_REST = (alias: string): string =>
  `JOIN conversations c ON c.tenant_id = $1 AND c.id = ${alias}.conversation_id AND ${AT_REST}`;

/** What is deleted when, from the smallest to the whole conversation. */
const PURGES: Purge[] = [
  {
    sql: `DELETE FROM messages WHERE tenant_id = $1 AND id IN (
            SELECT m.id FROM messages m ${OF_CONVERSATION_AT_REST('m')} WHERE m.tenant_id = $1 AND m.received_at < $2 LIMIT $3)`,
    keptMs: messages,
  },
  {
    sql: `DELETE FROM deliveries WHERE tenant_id = $1 AND id IN (
            SELECT d.id FROM deliveries d WHERE d.tenant_id = $1 AND d.status <> 'pending' AND d.created_at < $2 LIMIT $3)`,
    keptMs: messages,
  },
  {
    sql: `DELETE FROM timeline WHERE tenant_id = $1 AND (conversation_id, position) IN (
            SELECT t.conversation_id, t.position FROM timeline t WHERE t.tenant_id = $1 AND t.at < $2 LIMIT $3)`,
    keptMs: messages,
  },
  {
    sql: `DELETE FROM handovers WHERE tenant_id = $1 AND id IN (
            SELECT h.id FROM handovers h ${OF_CONVERSATION_AT_REST('h')} WHERE h.tenant_id = $1 AND h.ended_at < $2 LIMIT $3)`,
    keptMs: messages,
  },
  {
    // The outer condition is read again after waiting for a lock: somebody may have written in the conversation meanwhile.
    sql: `DELETE FROM conversations WHERE tenant_id = $1 AND updated_at < $2 AND id IN (
            SELECT c.id FROM conversations c WHERE c.tenant_id = $1 AND c.updated_at < $2 AND ${AT_REST}
              AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.tenant_id = $1 AND m.conversation_id = c.id) LIMIT $3)`,
    keptMs: messages,
  },
  {
    sql: `DELETE FROM identities WHERE tenant_id = $1 AND user_id IN (
            SELECT i.user_id FROM identities i WHERE i.tenant_id = $1 AND i.updated_at < $2
              AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.tenant_id = $1 AND c.user_id = i.user_id) LIMIT $3)`,
    keptMs: profiles,
  },
  {
    sql: `DELETE FROM events WHERE tenant_id = $1 AND (source, event_id) IN (
            SELECT source, event_id FROM events WHERE tenant_id = $1 AND received_at < $2 LIMIT $3)`,
    keptMs: messages,
  },
  {
    sql: `DELETE FROM events WHERE tenant_id = $1 AND (source, event_id) IN (
            SELECT source, event_id FROM events WHERE tenant_id = $1 AND status = 'unresolved' AND received_at < $2 LIMIT $3)`,
    keptMs: () => DAY_MS,
  },
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
    private readonly files: FileStore,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (const id of await this.tenants.enabled()) {
      const tenant = await this.tenants.byId(id);
      if (tenant) await this.ofTenant(tenant, signal);
    }
  }

  private async ofTenant({ id, retention }: Tenant, signal: AbortSignal): Promise<void> {
    const before = (keptMs: Purge['keptMs']): Date => new Date(this.clock.millis() - keptMs(retention));
    for (const { sql, keptMs } of PURGES) await this.inBatches(id, signal, () => this.delete(id, sql, before(keptMs)));
    await this.inBatches(id, signal, () => this.deleteFiles(id, before(messages)));
  }

  private async inBatches(tenantId: TenantId, signal: AbortSignal, deleteSome: () => Promise<number>): Promise<void> {
    let deleted = BATCH;
    while (deleted === BATCH && !signal.aborted) {
      deleted = await deleteSome();
      if (deleted > 0) this.logger.log({ tenantId, deleted }, 'Expired rows deleted.');
    }
  }

  private deleteFiles(tenantId: TenantId, before: Date): Promise<number> {
    return this.database.inTenant(tenantId, () => this.files.purge(tenantId, before, BATCH));
  }

  private delete(tenantId: TenantId, sql: string, before: Date): Promise<number> {
    return this.database.inTenant(tenantId, async () => {
      const rows = await this.database.query(`${sql} RETURNING 1`, [tenantId, before, BATCH]);
      return rows.length;
    });
  }
}
