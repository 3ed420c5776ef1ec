import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { ConversationId, HandoverId, TenantId } from '#kernel';
import type { Handover } from '#handover-rules';
import { HandoverStore } from '../ports/handover-store.js';
import { toHandover } from './columns/handover-columns.js';

/** When the first timer of a handover is due. */
const DUE_AT = 'least(h.inactivity_due_at, h.no_pickup_due_at, h.queue_update_due_at, h.max_duration_due_at)';
/** Locks the conversations first, by id, as all transactions do: one that holds such a lock may be about to change the handover. */
const READ_CONTENTS_OF_NATIVE = `
  WITH locked AS MATERIALIZED (
    SELECT c.id FROM conversations c
    WHERE c.tenant_id = $1 AND c.engage_channel IS NOT NULL AND EXISTS (
      SELECT FROM handovers h WHERE h.tenant_id = $1 AND h.conversation_id = c.id AND h.ended_at IS NULL)
    ORDER BY c.id FOR NO KEY UPDATE OF c
  )
  UPDATE handovers h SET contents_check = 'read' FROM locked
  WHERE h.tenant_id = $1 AND h.conversation_id = locked.id AND h.ended_at IS NULL AND h.engage_started_at IS NOT NULL`;

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

  endedUnchecked(tenantId: TenantId, forMs: number, limit: number): Promise<Handover[]> {
    return this.many(
      `contents_check IS NOT NULL AND ended_at >= clock_timestamp() - interval '1 day'
         AND (checked_at IS NULL OR checked_at <= clock_timestamp() - $2 * interval '1 millisecond')
       ORDER BY checked_at NULLS FIRST LIMIT $3`,
      [tenantId, forMs, limit],
    );
  }

  async now(): Promise<Date> {
    const [row] = await this.database.statement<{ now: Date }>('SELECT clock_timestamp() AS now');
    if (!row) throw new Error('PostgreSQL did not return its time.');
    return row.now;
  }

  async checked(
    { tenantId, id }: Handover,
    { contentsCheck, contentsReadTo }: Partial<Pick<Handover, 'contentsCheck' | 'contentsReadTo'>> = {},
  ): Promise<void> {
    await this.database.query(
      `UPDATE handovers SET checked_at = clock_timestamp(), contents_check = $3, contents_read_to = coalesce($4, contents_read_to)
       WHERE tenant_id = $1 AND id = $2 AND ended_at IS NOT NULL`,
      [tenantId, id, contentsCheck ?? null, contentsReadTo ?? null],
    );
  }

  async readContentsOfNative(tenantId: TenantId): Promise<void> {
    await this.database.query(READ_CONTENTS_OF_NATIVE, [tenantId]);
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
