import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { EngageThreadId, TenantId } from '#kernel';
import { EventInbox, type UnresolvedEvent } from '../ports/event-inbox.js';

@Injectable()
export class PostgresEventInbox extends EventInbox {
  constructor(private readonly database: Database) {
    super();
  }

  async known(tenantId: TenantId, eventIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.statement<{ event_id: string }>(
      "SELECT event_id FROM events WHERE tenant_id = $1 AND source = 'webhook' AND event_id = ANY ($2) AND status <> 'unresolved'",
      [tenantId, eventIds],
    );
    return new Set(rows.map(({ event_id: id }) => id));
  }

  async resolve(tenantId: TenantId, eventId: string, status: 'applied' | 'ignored'): Promise<void> {
    await this.database.query(
      "UPDATE events SET status = $3, body = NULL WHERE tenant_id = $1 AND source = 'webhook' AND event_id = $2",
      [tenantId, eventId, status],
    );
  }

  async unresolved(tenantId: TenantId, threadId: EngageThreadId): Promise<UnresolvedEvent[]> {
    return this.database.query<UnresolvedEvent>(
      `SELECT event_id AS "eventId", body FROM events WHERE tenant_id = $1 AND engage_thread_id = $2 AND status = 'unresolved' ORDER BY issued_at NULLS LAST, received_at`,
      [tenantId, threadId],
    );
  }
}
