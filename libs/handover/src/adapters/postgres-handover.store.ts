import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { ConversationId, HandoverId, TenantId } from '#kernel';
import type { Handover } from '#handover-rules';
import { HandoverStore } from '../ports/handover-store.js';
import { toHandover } from './handover-columns.js';

/** When the first timer of a handover is due. */
const DUE_AT = 'least(h.inactivity_due_at, h.no_pickup_due_at, h.queue_update_due_at, h.max_duration_due_at)';

@Injectable()
export class PostgresHandoverStore extends HandoverStore {
  constructor(private readonly database: Database) {
    super();
  }

  running(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined> {
    return this.one('conversation_id = $2 AND ended_at IS NULL', [tenantId, conversationId]);
  }

  lastEnded(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined> {
    return this.one('conversation_id = $2 AND ended_at IS NOT NULL ORDER BY started_at DESC LIMIT 1', [
      tenantId,
      conversationId,
    ]);
  }

  latest(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined> {
    return this.one('conversation_id = $2 ORDER BY ended_at IS NULL DESC, started_at DESC LIMIT 1', [
      tenantId,
      conversationId,
    ]);
  }

  find(tenantId: TenantId, id: HandoverId): Promise<Handover | undefined> {
    return this.one('id = $2', [tenantId, id]);
  }

  async returned({ tenantId, id }: Handover, at: Date): Promise<void> {
    await this.database.query(
      'UPDATE handovers SET returned_at = $3 WHERE tenant_id = $1 AND id = $2 AND ended_at IS NOT NULL AND returned_at IS NULL',
      [tenantId, id, at],
    );
  }

  async due(limit: number, except: readonly HandoverId[]): Promise<Handover[]> {
    const rows = await this.database.query<object>(
      `SELECT h.*, row_number() OVER (PARTITION BY h.tenant_id ORDER BY ${DUE_AT}) AS turn
       FROM handovers h JOIN tenants t ON t.tenant_id = h.tenant_id AND t.enabled
       WHERE h.ended_at IS NULL AND ${DUE_AT} <= clock_timestamp() AND h.id <> ALL ($2::uuid[])
       ORDER BY turn, ${DUE_AT} LIMIT $1`,
      [limit, except],
    );
    return rows.map(toHandover);
  }

  unchecked(tenantId: TenantId, forMs: number, limit: number): Promise<Handover[]> {
    return this.many(
      `ended_at IS NULL AND step = 'recategorised'
         AND (checked_at IS NULL OR checked_at <= clock_timestamp() - $2 * interval '1 millisecond')
       ORDER BY checked_at NULLS FIRST LIMIT $3`,
      [tenantId, forMs, limit],
    );
  }

  endedUnconfirmed(tenantId: TenantId, withinMs: number, limit: number): Promise<Handover[]> {
    return this.many(
      `step = 'linked' AND ended_at >= clock_timestamp() - $2 * interval '1 millisecond' ORDER BY ended_at DESC LIMIT $3`,
      [tenantId, withinMs, limit],
    );
  }

  private async one(condition: string, values: readonly unknown[]): Promise<Handover | undefined> {
    return (await this.many(condition, values))[0];
  }

  private async many(condition: string, values: readonly unknown[]): Promise<Handover[]> {
    const sql = `SELECT * FROM handovers WHERE tenant_id = $1 AND ${condition}`;
    return (await this.database.statement<object>(sql, values)).map(toHandover);
  }
}
