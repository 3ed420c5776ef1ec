import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { type OpenWork, RunningWork, type UnfinishedQuery } from '#tenant-config';
import { BOT_TYPING, ENGAGE } from '#handover-rules';

/** Deliveries that begin or end nothing: after a change of settings they use the new ones. */
const PASSING: readonly string[] = [ENGAGE.message, ENGAGE.identity, ENGAGE.typing, ENGAGE.read, BOT_TYPING];

/** Conversations, handovers and deliveries as they depend on a tenant's settings. */
@Injectable()
export class PostgresRunningWork extends RunningWork {
  constructor(private readonly database: Database) {
    super();
  }

  async openWork(tenantId: TenantId): Promise<OpenWork> {
    const [work] = await this.database.query<OpenWork>(
      `SELECT (SELECT count(*)::int FROM handovers WHERE tenant_id = $1 AND ended_at IS NULL) AS handovers,
              (SELECT count(*)::int FROM deliveries WHERE tenant_id = $1 AND status = 'pending') AS deliveries`,
      [tenantId],
    );
    return work ?? { handovers: 0, deliveries: 0 };
  }

  async unfinished(tenantId: TenantId, { side, nativeSourceIds }: UnfinishedQuery): Promise<number> {
    const [counted] = await this.database.query<{ conversations: number }>(
      `SELECT count(*)::int AS conversations FROM conversations c
       WHERE tenant_id = $1 AND ($4::text[] IS NULL OR engage_channel ->> 'sourceId' = ANY ($4)) AND id IN (
         SELECT conversation_id FROM handovers WHERE tenant_id = $1 AND ended_at IS NULL
         UNION ALL
         SELECT conversation_id FROM deliveries
         WHERE tenant_id = $1 AND status = 'pending' AND direction = $2 AND kind <> ALL ($3))`,
      [tenantId, side, PASSING, nativeSourceIds ?? null],
    );
    return counted?.conversations ?? 0;
  }

  /**
   * What was sent to the former source counts as unsent, so that the next handover sends it; a message that still waits in its
   * lane goes to the new source anyway. If Engage owns the channel, only another domain ends the thread.
   */
  async leaveEngage(tenantId: TenantId, what: 'source' | 'domain'): Promise<void> {
    await this.database.query('SET LOCAL statement_timeout = 0'); // it may be every message that retention has kept
    await this.database.query(
      `UPDATE messages m SET forwarding = 'unsent' FROM conversations c
       WHERE m.tenant_id = $1 AND m.forwarding = 'sent' AND m.author <> 'system' AND (c.tenant_id, c.id) = ($1, m.conversation_id) AND c.engage_channel IS NULL
         AND NOT EXISTS (SELECT FROM deliveries d WHERE d.tenant_id = $1 AND d.status = 'pending' AND d.kind = $2
                         AND d.payload ->> 'messageId' = m.id::text)`,
      [tenantId, ENGAGE.message],
    );
    await this.database.query(
      `UPDATE conversations SET engage_thread_id = NULL, thread_foreign_id = gen_random_uuid()
       WHERE tenant_id = $1 AND (engage_channel IS NULL OR $2)`,
      [tenantId, what === 'domain'],
    );
    await this.database.query("UPDATE events SET status = 'ignored' WHERE tenant_id = $1 AND status = 'unresolved'", [
      tenantId,
    ]);
  }
}
