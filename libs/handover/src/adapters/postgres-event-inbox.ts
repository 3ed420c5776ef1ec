import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cleanText, Clock, type EngageThreadId, type JsonValue, type TenantId } from '#kernel';
import { type EarlierEvent, EventInbox, type ReceivedEvent, type UnresolvedEvent } from '../ports/event-inbox.js';

@Injectable()
export class PostgresEventInbox extends EventInbox {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async accept(event: ReceivedEvent): Promise<EarlierEvent | undefined> {
    const hash = createHash('sha256')
      .update(event.body ?? '')
      .digest();
    const inserted = await this.database.query(
      `INSERT INTO events (tenant_id, source, event_id, type, issued_at, body_hash, body, status, engage_thread_id, received_at, answer)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'applied', $8, $9, $10) ON CONFLICT DO NOTHING RETURNING 1`,
      [
        event.tenantId,
        event.source,
        cleanText(event.eventId),
        cleanText(event.type),
        event.issuedAt ?? null,
        hash,
        event.body,
        event.threadId ?? null,
        this.clock.now(),
        event.answer === undefined ? null : JSON.stringify(event.answer),
      ],
    );
    if (inserted.length > 0) return undefined;
    const rows = await this.database.query<{ body_hash: Buffer; answer: JsonValue | null; status: string }>(
      'SELECT body_hash, answer, status FROM events WHERE tenant_id = $1 AND source = $2 AND event_id = $3',
      [event.tenantId, event.source, cleanText(event.eventId)],
    );
    if (!rows[0]) return undefined;
    const { body_hash, answer, status } = rows[0];
    return { sameBody: body_hash.equals(hash), answer, isUnresolved: status === 'unresolved' };
  }

  async known(tenantId: TenantId, eventIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.statement<{ event_id: string }>(
      "SELECT event_id FROM events WHERE tenant_id = $1 AND source = 'webhook' AND event_id = ANY ($2)",
      [tenantId, eventIds],
    );
    return new Set(rows.map(({ event_id: id }) => id));
  }

  async answer(event: ReceivedEvent, answer: JsonValue): Promise<void> {
    await this.database.query('UPDATE events SET answer = $4 WHERE tenant_id = $1 AND source = $2 AND event_id = $3', [
      event.tenantId,
      event.source,
      cleanText(event.eventId),
      JSON.stringify(answer),
    ]);
  }

  async setStatus(tenantId: TenantId, eventId: string, status: 'applied' | 'unresolved' | 'ignored'): Promise<void> {
    await this.database.query(
      "UPDATE events SET status = $3 WHERE tenant_id = $1 AND source = 'webhook' AND event_id = $2",
      [tenantId, cleanText(eventId), status],
    );
  }

  async unresolved(tenantId: TenantId, threadId: EngageThreadId): Promise<UnresolvedEvent[]> {
    return this.database.query<UnresolvedEvent>(
      `SELECT event_id AS "eventId", body FROM events WHERE tenant_id = $1 AND engage_thread_id = $2 AND status = 'unresolved' ORDER BY issued_at NULLS LAST, received_at`,
      [tenantId, threadId],
    );
  }
}
