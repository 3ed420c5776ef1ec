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
import { CONVERSATIONS } from './columns/conversation-columns.js';
import { conversationList, descriptionCount, isNarrow } from './conversation-list.js';
import { TROUBLES, troubleOf, type TroubleRow } from './conversation-trouble.js';

type Message = NonNullable<TimelineEntry['message']>;
type TimelineRow = TimelineEntry & { readonly message: (Message & { readonly content: JsonValue }) | null };

interface Row {
  readonly slug: string;
}

/**
 * Messages and settled deliveries are read from their own tables; the timeline's table has the rest. Each part returns its
 * newest entries. Deliveries of a lane are settled in its order, except after a replay: a replayed one that is followed by more
 * than the limit is left out.
 */
export const TIMELINE = `
  (SELECT position, at, kind, detail, NULL::jsonb AS message FROM timeline
   WHERE tenant_id = $1 AND conversation_id = $2 ORDER BY position DESC LIMIT $3)
  UNION ALL
  SELECT position, received_at, 'message', jsonb_build_object('author', author, 'forwarding', forwarding),
    jsonb_build_object('author', author, 'authorName', author_name, 'text', text, 'attachments', attachments, 'content', content,
      'reply', reply, 'sentAt', to_char(sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  FROM (SELECT * FROM messages WHERE tenant_id = $1 AND conversation_id = $2 ORDER BY position DESC LIMIT $3) m
  UNION ALL
  SELECT settled_position, settled_at, 'delivery',
    jsonb_build_object('deliveryId', id, 'kind', kind, 'direction', d.direction, 'seq', seq, 'result', status, 'attempt', attempts,
      'durationMs', duration_ms) || CASE status WHEN 'superseded' THEN jsonb_build_object('error', last_error) ELSE '{}' END, NULL
  FROM (VALUES ('engage'), ('bot')) lane(direction) CROSS JOIN LATERAL (
    SELECT d.* FROM deliveries d
    WHERE d.tenant_id = $1 AND d.conversation_id = $2 AND d.direction = lane.direction AND d.status IN ('delivered', 'superseded')
    ORDER BY d.seq DESC LIMIT $3
  ) d
  ORDER BY position DESC LIMIT $3`;

@Injectable()
export class PostgresConversationArchive extends ConversationArchive {
  constructor(private readonly database: Database) {
    super();
  }

  async list(query: ConversationQuery): Promise<ListedConversation[]> {
    return this.database.acrossTenants(async () => {
      const { sql, parameters } = conversationList(query, isNarrow(query) && (await this.isCommon(query)));
      return this.withTrouble(await this.database.query<Row>(sql, parameters));
    });
  }

  async find(id: ConversationId): Promise<ListedConversation | undefined> {
    const [found] = await this.database.acrossTenants(async () =>
      this.withTrouble(
        await this.database.query<Row>(
          'SELECT c.*, t.slug FROM tenants t JOIN conversations c ON c.tenant_id = t.tenant_id AND c.id = $1',
          [id],
        ),
      ),
    );
    return found;
  }

  async timeline(tenantId: TenantId, id: ConversationId, limit: number): Promise<TimelineEntry[]> {
    const newestFirst = await this.database.inTenant(tenantId, () =>
      this.database.query<TimelineRow>(TIMELINE, [tenantId, id, limit]),
    );
    return newestFirst.reverse().map(({ message, ...row }) => ({ ...row, message: message && readable(message) }));
  }

  /** Joins the running transaction. */
  private async withTrouble(rows: readonly Row[]): Promise<ListedConversation[]> {
    const conversations = rows.map((row) => ({ ...CONVERSATIONS.read(row), tenantSlug: row.slug }));
    const keys = conversations.map(({ tenantId, id }) => ({ tenantId, id }));
    const troubles = await this.database.query<TroubleRow>(TROUBLES, [JSON.stringify(keys)]);
    const byId = new Map(troubles.map((trouble) => [trouble.id, troubleOf(trouble)]));
    return conversations.map((conversation) => ({ ...conversation, trouble: byId.get(conversation.id) ?? null }));
  }

  /** Whether too many conversations are described to sort them quickly: then those that changed last are quickly found among all. */
  private async isCommon(query: ConversationQuery): Promise<boolean> {
    const { sql, parameters } = descriptionCount(query);
    const [row] = await this.database.query<{ isCommon: boolean }>(sql, parameters);
    return row?.isCommon ?? false;
  }
}

function readable({ content: stored, ...message }: Message & { readonly content: JsonValue }): Message {
  const content = readRichContent(stored);
  const choices = content ? choicesOf(content).map(({ title }) => title) : [];
  return { ...message, content: content ? { type: content.type, choices } : null };
}
