import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { ConversationId, JsonValue, TenantId } from '#kernel';
import { choicesOf, readRichContent } from '#rich-content';
import {
  ConversationArchive,
  type ConversationQuery,
  type ListedConversation,
  type TimelineEntry,
} from '../ports/conversation-archive.js';
import { CONVERSATIONS } from './conversation-columns.js';

type Message = NonNullable<TimelineEntry['message']>;
type TimelineRow = TimelineEntry & { readonly message: (Message & { readonly content: JsonValue }) | null };

interface Row {
  readonly slug: string;
}

/** Messages and settled deliveries tell their part themselves; the table holds the rest. */
const TIMELINE = `
  SELECT position, at, kind, detail, NULL::jsonb AS message FROM timeline WHERE tenant_id = $1 AND conversation_id = $2
  UNION ALL
  SELECT position, received_at, 'message', jsonb_build_object('author', author, 'forwarding', forwarding),
    jsonb_build_object('author', author, 'authorName', author_name, 'text', text, 'attachments', attachments, 'content', content,
      'reply', reply, 'sentAt', to_char(sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  FROM messages WHERE tenant_id = $1 AND conversation_id = $2
  UNION ALL
  SELECT settled_position, settled_at, 'delivery',
    jsonb_build_object('deliveryId', id, 'kind', kind, 'direction', direction, 'seq', seq, 'result', status, 'attempt', attempts,
      'durationMs', duration_ms) || CASE status WHEN 'superseded' THEN jsonb_build_object('error', last_error) ELSE '{}' END, NULL
  FROM deliveries WHERE tenant_id = $1 AND conversation_id = $2 AND status IN ('delivered', 'superseded')
  ORDER BY position DESC LIMIT $3`;

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
      this.database.query<TimelineRow>(TIMELINE, [tenantId, id, limit]),
    );
    return newestFirst.reverse().map(({ message, ...row }) => ({ ...row, message: message && readable(message) }));
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

function readable({ content: stored, ...message }: Message & { readonly content: JsonValue }): Message {
  const content = readRichContent(stored);
  const choices = content ? choicesOf(content).map(({ title }) => title) : [];
  return { ...message, content: content ? { type: content.type, choices } : null };
}

function listed(row: Row): ListedConversation {
  return { ...CONVERSATIONS.read(row), tenantSlug: row.slug };
}
