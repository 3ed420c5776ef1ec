import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { ConversationId, TenantId } from '#kernel';
import {
  ConversationArchive,
  type ConversationQuery,
  type ListedConversation,
  type TimelineEntry,
} from '../ports/conversation-archive.js';
import { type ConversationRow, toConversation } from './conversation.row.js';

type Row = ConversationRow & { readonly slug: string };

@Injectable()
export class PostgresConversationArchive extends ConversationArchive {
  constructor(private readonly database: Database) {
    super();
  }

  async list({ tenantIds, state, text, limit, before }: ConversationQuery): Promise<ListedConversation[]> {
    const rows = await this.select(
      `($1::uuid[] IS NULL OR c.tenant_id = ANY ($1)) AND ($2::text IS NULL OR c.state = $2)
       AND ($3::text IS NULL OR strpos(c.session_id, $3) > 0 OR strpos(c.user_id, $3) > 0)
       AND ($4::timestamptz IS NULL OR (c.updated_at, c.id) < ($4, $5::uuid))
       ORDER BY c.updated_at DESC, c.id DESC LIMIT $6`,
      [tenantIds ?? null, state ?? null, text ?? null, before?.[0] ?? null, before?.[1] ?? null, limit],
    );
    return rows.map(listed);
  }

  async find(id: ConversationId): Promise<ListedConversation | undefined> {
    const [row] = await this.select('c.id = $1', [id]);
    return row && listed(row);
  }

  async timeline(tenantId: TenantId, id: ConversationId, limit: number): Promise<TimelineEntry[]> {
    const newestFirst = await this.database.inTenant(tenantId, () =>
      this.database.query<TimelineEntry>(
        `SELECT t.position, t.at, t.kind, t.detail,
                CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('author', m.author, 'authorName', m.author_name, 'text', m.text,
                  'attachments', m.attachments, 'sentAt', to_char(m.sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS message
         FROM timeline t LEFT JOIN messages m ON m.tenant_id = t.tenant_id AND m.id = t.message_id
         WHERE t.tenant_id = $1 AND t.conversation_id = $2 ORDER BY t.position DESC LIMIT $3`,
        [tenantId, id, limit],
      ),
    );
    return newestFirst.reverse();
  }

  private select(where: string, parameters: readonly unknown[]): Promise<Row[]> {
    return this.database.acrossTenants(() =>
      this.database.query<Row>(
        `SELECT c.*, t.slug FROM conversations c JOIN tenants t ON t.tenant_id = c.tenant_id WHERE ${where}`,
        parameters,
      ),
    );
  }
}

function listed(row: Row): ListedConversation {
  return { ...toConversation(row), tenantSlug: row.slug };
}
