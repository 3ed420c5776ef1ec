import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { ConversationId, EngageThreadId, SessionId, TenantId } from '#kernel';
import type { Conversation } from '#handover-rules';
import { ConversationStore } from '../ports/conversation-store.js';
import { CONVERSATIONS } from './conversation-columns.js';

@Injectable()
export class PostgresConversationStore extends ConversationStore {
  constructor(private readonly database: Database) {
    super();
  }

  /** The weakest lock that keeps writers apart: rows that refer to the conversation can still be inserted meanwhile. */
  lockById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined> {
    return this.one('id = $2 FOR NO KEY UPDATE', tenantId, id);
  }

  findById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined> {
    return this.one('id = $2', tenantId, id);
  }

  findBySession(tenantId: TenantId, sessionId: SessionId): Promise<Conversation | undefined> {
    return this.one('session_id = $2', tenantId, sessionId);
  }

  findByEngageThread(tenantId: TenantId, threadId: EngageThreadId): Promise<Conversation | undefined> {
    return this.one('engage_thread_id = $2 LIMIT 1', tenantId, threadId);
  }

  async sharesThreadInHandover({ tenantId, id, engageThreadId }: Conversation): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM conversations WHERE tenant_id = $1 AND engage_thread_id = $2 AND id <> $3 AND state <> 'bot' LIMIT 1`,
      [tenantId, engageThreadId ?? null, id],
    );
    return rows.length > 0;
  }

  async lockThread(tenantId: TenantId, threadId: EngageThreadId): Promise<void> {
    await this.database.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tenantId} ${threadId}`]);
  }

  private async one(condition: string, tenantId: TenantId, value: string): Promise<Conversation | undefined> {
    const sql = `SELECT * FROM conversations WHERE tenant_id = $1 AND ${condition}`;
    const [row] = await this.database.query<object>(sql, [tenantId, value]);
    return row && CONVERSATIONS.read(row);
  }
}
