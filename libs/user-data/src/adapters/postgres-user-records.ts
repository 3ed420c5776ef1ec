import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { foundEventId } from '#handover-rules';
import type { JsonObject, TenantId } from '#kernel';
import { tenantStays } from '#tenant-config';
import { USER_TABLES, type UserTable } from '../domain/user-data-map.js';
import { type StoredUser, UserRecords } from '../ports/user-records.js';

const PAGE = 200;
/** Pages of files are smaller: each may have 1 MB of bytes. */
const FILES_PAGE = 5;

@Injectable()
export class PostgresUserRecords extends UserRecords {
  readonly tables = Object.keys(USER_TABLES);

  constructor(private readonly database: Database) {
    super();
  }

  find(tenantId: TenantId, userId: string): Promise<StoredUser | undefined> {
    return this.database.inTenant(tenantId, async () => {
      const [found] = await this.database.query<{ known: boolean; conversations: string[]; threads: string[] }>(
        `SELECT EXISTS (SELECT FROM identities WHERE tenant_id = $1 AND user_id = $2) AS known,
           coalesce(array_agg(id::text) FILTER (WHERE id IS NOT NULL), '{}') AS conversations,
           coalesce(array_agg(engage_thread_id) FILTER (WHERE engage_thread_id IS NOT NULL), '{}') AS threads
         FROM conversations WHERE tenant_id = $1 AND user_id = $2`,
        [tenantId, userId],
      );
      if (!found || (!found.known && found.conversations.length === 0)) return undefined;
      return { tenantId, userId, conversationIds: found.conversations, threadIds: found.threads };
    });
  }

  async *rows(user: StoredUser, table: string): AsyncIterable<JsonObject> {
    const described = USER_TABLES[table];
    if (!described) throw new TypeError(`${table} holds no data of users.`);
    const size = table === 'files' ? FILES_PAGE : PAGE;
    for (let offset = 0; ; offset += size) {
      const page = await this.page(user, table, described, size, offset);
      yield* page;
      if (page.length < size) return;
    }
  }

  async lockedWork({
    tenantId,
    userId,
    conversationIds,
  }: StoredUser): Promise<{ handovers: number; deliveries: number }> {
    await this.database.query(tenantStays('$1'), [tenantId]); // what is kept refers to the tenant, whose deletion locks it first
    await this.database.query(
      'SELECT 1 FROM conversations WHERE tenant_id = $1 AND user_id = $2 ORDER BY id FOR UPDATE',
      [tenantId, userId],
    );
    const [work] = await this.database.query<{ handovers: number; deliveries: number }>(
      `SELECT (SELECT count(*)::int FROM handovers WHERE tenant_id = $1 AND conversation_id = ANY ($2) AND ended_at IS NULL) AS handovers,
              (SELECT count(*)::int FROM deliveries WHERE tenant_id = $1 AND conversation_id = ANY ($2) AND status = 'pending') AS deliveries`,
      [tenantId, conversationIds],
    );
    return work ?? { handovers: 0, deliveries: 0 };
  }

  /** Foreign keys delete everything that belongs to a conversation with it. */
  async erase(user: StoredUser): Promise<void> {
    const { tenantId, userId, threadIds } = user;
    await this.keepFromComingBack(user);
    await this.database.query(
      `UPDATE events SET status = 'ignored', body = NULL
       WHERE tenant_id = $1 AND engage_thread_id = ANY ($2) AND status = 'unresolved'`,
      [tenantId, threadIds],
    );
    await this.database.query('DELETE FROM conversations WHERE tenant_id = $1 AND user_id = $2', [tenantId, userId]);
    await this.database.query('DELETE FROM identities WHERE tenant_id = $1 AND user_id = $2', [tenantId, userId]);
  }

  /** Recent messages are read in Engage again: without the journal they would count as lost. */
  private async keepFromComingBack({ tenantId, conversationIds }: StoredUser): Promise<void> {
    const written = await this.database.query<{ id: string }>(
      `SELECT engage_content_id AS id FROM messages
       WHERE tenant_id = $1 AND conversation_id = ANY ($2) AND engage_content_id IS NOT NULL AND received_at > now() - interval '2 days'`,
      [tenantId, conversationIds],
    );
    await this.database.query(
      `INSERT INTO events (tenant_id, source, event_id, type, body_hash, status, received_at)
       SELECT $1, 'webhook', id, 'erased', sha256(convert_to(id, 'UTF8')), 'ignored', now() FROM unnest($2::text[]) AS id
       ON CONFLICT DO NOTHING`,
      [tenantId, written.map(({ id }) => foundEventId(id))],
    );
  }

  private page(
    { tenantId, userId, conversationIds, threadIds }: StoredUser,
    table: string,
    { rows, order, exported, bytes = [] }: UserTable,
    limit: number,
    offset: number,
  ): Promise<JsonObject[]> {
    const columns = exported.map((name) => (bytes.includes(name) ? `encode(${name}, 'base64') AS ${name}` : name));
    // names every parameter, so that PostgreSQL knows its type even if the condition does not use it
    const all = '($2::text, $3::uuid[], $4::text[]) IS NOT NULL';
    return this.database.inTenant(tenantId, async () => {
      const found = await this.database.query<{ row: JsonObject }>(
        `SELECT to_jsonb(r) AS row FROM (
           SELECT ${columns.join(', ')} FROM ${table} WHERE tenant_id = $1 AND ${all} AND ${rows}
           ORDER BY ${order} LIMIT $5 OFFSET $6) r`,
        [tenantId, userId, conversationIds, threadIds, limit, offset],
      );
      return found.map(({ row }) => row);
    });
  }
}
