import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { ConversationId, EngageThreadId, SessionId, TenantId } from '#kernel';
import type { Conversation } from '#handover-rules';
import { tenantStays } from '#tenant-config';
import { ConversationStore } from '../ports/conversation-store.js';
import { CONVERSATIONS } from './columns/conversation-columns.js';

const LOCK_BY_ID = `
  WITH tenant AS MATERIALIZED (${tenantStays('$1')})
  SELECT c.* FROM tenant, conversations c WHERE c.tenant_id = $1 AND c.id = $2 FOR NO KEY UPDATE OF c`;
const AWAIT_LOCK = 'SELECT true AS has FROM pg_advisory_xact_lock(hashtextextended($1, 0))';
const TRY_LOCK = 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS has';

@Injectable()
export class PostgresConversationStore extends ConversationStore {
  constructor(private readonly database: Database) {
    super();
  }

  /** The weakest lock that excludes other writers: rows that refer to the conversation can still be inserted meanwhile. */
  async lockById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined> {
    const [row] = await this.database.query<object>(LOCK_BY_ID, [tenantId, id]);
    return row && CONVERSATIONS.read(row);
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

  async lockThread(tenantId: TenantId, threadId: EngageThreadId, waits: boolean): Promise<boolean> {
    const [row] = await this.database.query<{ has: boolean }>(waits ? AWAIT_LOCK : TRY_LOCK, [
      `${tenantId} ${threadId}`,
    ]);
    return row?.has === true;
  }

  private async one(condition: string, tenantId: TenantId, value: string): Promise<Conversation | undefined> {
    const sql = `SELECT * FROM conversations WHERE tenant_id = $1 AND ${condition}`;
    const [row] = await this.database.query<object>(sql, [tenantId, value]);
    return row && CONVERSATIONS.read(row);
  }
}
