import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cleanJson, type ConversationId, type ForeignId, type MessageId, type TenantId } from '#kernel';
import type { Attachment, Forwarding, JournalEntry } from '#handover-rules';
import { type ContentOfThread, MessageJournal, type SinceWhen } from '../ports/message-journal.js';
import { MESSAGES, withContent } from './columns/message-columns.js';

/**
 * The outcome of the customer's messages in the lane to Engage. A message without a delivery came from Engage, or was
 * delivered long ago.
 */
const CUSTOMER_REFUSED = `
  SELECT bool_or(d.status IS NULL OR d.status IN ('pending', 'delivered')) AS arrives,
    (array_agg(d.last_error ->> 'message' ORDER BY d.seq DESC) FILTER (WHERE d.status IN ('parked', 'discarded')))[1] AS reason
  FROM messages m LEFT JOIN deliveries d ON d.tenant_id = m.tenant_id AND d.conversation_id = m.conversation_id
    AND d.direction = 'engage' AND d.kind = 'engage.message' AND d.payload ->> 'messageId' = m.id::text
  WHERE m.tenant_id = $1 AND m.conversation_id = $2 AND m.author = 'user' AND m.forwarding = 'sent'
    AND ($3::timestamptz IS NULL OR m.received_at > $3)`;

/** Engage's clock may show this much more than our own, in milliseconds. */
const CLOCKS_MS = 600_000;

const AGENT_MESSAGES = `
  SELECT wanted.id, count(m.id)::int AS count
  FROM unnest($2::uuid[], $3::timestamptz[]) AS wanted(id, since)
  LEFT JOIN messages m ON m.tenant_id = $1 AND m.conversation_id = wanted.id AND m.author = 'agent' AND m.received_at >= wanted.since
  GROUP BY wanted.id`;

@Injectable()
export class PostgresMessageJournal extends MessageJournal {
  constructor(private readonly database: Database) {
    super();
  }

  find(tenantId: TenantId, id: MessageId): Promise<JournalEntry | undefined> {
    return this.one('id = $2', [tenantId, id]);
  }

  findByForeignId(tenantId: TenantId, foreignId: ForeignId): Promise<JournalEntry | undefined> {
    return this.one('foreign_id = $2', [tenantId, foreignId]);
  }

  async last(
    tenantId: TenantId,
    conversationId: ConversationId,
    forwarding: readonly Forwarding[],
    limit: number,
  ): Promise<JournalEntry[]> {
    const newestFirst = await this.many(
      'conversation_id = $2 AND forwarding = ANY ($3) ORDER BY position DESC LIMIT $4',
      [tenantId, conversationId, forwarding, limit],
    );
    return newestFirst.reverse();
  }

  async setAttachments({ tenantId, id }: JournalEntry, attachments: readonly Attachment[]): Promise<void> {
    await this.set(tenantId, [id], 'attachments', JSON.stringify(cleanJson(attachments)));
  }

  async mark(tenantId: TenantId, ids: readonly MessageId[], forwarding: Forwarding): Promise<void> {
    if (ids.length > 0) await this.set(tenantId, ids, 'forwarding', forwarding);
  }

  async holdsContent(tenantId: TenantId, conversationId: ConversationId, engageContentId: string): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM messages WHERE tenant_id = $1 AND conversation_id = $2 AND engage_content_id = $3 LIMIT 1',
      [tenantId, conversationId, engageContentId],
    );
    return rows.length > 0;
  }

  async heldContents(
    tenantId: TenantId,
    conversationId: ConversationId,
    engageContentIds: readonly string[],
  ): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT engage_content_id AS id FROM messages
       WHERE tenant_id = $1 AND conversation_id = $2 AND engage_content_id = ANY ($3)`,
      [tenantId, conversationId, engageContentIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async heldInThreads(tenantId: TenantId, contents: readonly ContentOfThread[]): Promise<Set<string>> {
    if (contents.length === 0) return new Set();
    const oldest = Math.min(...contents.map(({ writtenAt }) => writtenAt.getTime()));
    const rows = await this.database.query<{ id: string }>(
      `SELECT m.engage_content_id AS id FROM conversations c
       JOIN messages m ON m.tenant_id = c.tenant_id AND m.conversation_id = c.id AND m.engage_content_id = ANY ($3)
         AND m.received_at >= $4
       WHERE c.tenant_id = $1 AND c.engage_thread_id = ANY ($2)`,
      [
        tenantId,
        [...new Set(contents.map(({ threadId }) => threadId))],
        contents.map(({ id }) => id),
        new Date(oldest - CLOCKS_MS),
      ],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async agentMessagesSince(tenantId: TenantId, wanted: readonly SinceWhen[]): Promise<Map<ConversationId, number>> {
    if (wanted.length === 0) return new Map();
    const rows = await this.database.query<{ id: ConversationId; count: number }>(AGENT_MESSAGES, [
      tenantId,
      wanted.map(({ conversationId }) => conversationId),
      wanted.map(({ since }) => since),
    ]);
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  async contentBefore({ tenantId, conversationId, id }: JournalEntry): Promise<string | undefined> {
    const [row] = await this.database.query<{ engage_content_id: string }>(
      `SELECT engage_content_id FROM messages WHERE tenant_id = $1 AND conversation_id = $2 AND engage_content_id IS NOT NULL
         AND position < (SELECT position FROM messages WHERE tenant_id = $1 AND id = $3) ORDER BY position DESC LIMIT 1`,
      [tenantId, conversationId, id],
    );
    return row?.engage_content_id;
  }

  async markAttempted({ tenantId, id }: JournalEntry, at: Date): Promise<void> {
    await this.set(tenantId, [id], 'attemptedAt', at);
  }

  async setEngageContent({ tenantId, id }: JournalEntry, engageContentId: string): Promise<void> {
    await this.set(tenantId, [id], 'engageContentId', engageContentId);
  }

  async customerHeardSince(
    tenantId: TenantId,
    conversationId: ConversationId,
    since: Date | undefined,
  ): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM messages WHERE tenant_id = $1 AND conversation_id = $2 AND author = 'user' AND forwarding = 'sent'
         AND ($3::timestamptz IS NULL OR received_at > $3) LIMIT 1`,
      [tenantId, conversationId, since ?? null],
    );
    return rows.length > 0;
  }

  async customerRefusedSince(
    tenantId: TenantId,
    conversationId: ConversationId,
    since: Date | undefined,
  ): Promise<string | undefined> {
    const [row] = await this.database.query<{ arrives: boolean | null; reason: string | null }>(CUSTOMER_REFUSED, [
      tenantId,
      conversationId,
      since ?? null,
    ]);
    return row?.arrives ? undefined : (row?.reason ?? undefined);
  }

  private async one(condition: string, values: readonly unknown[]): Promise<JournalEntry | undefined> {
    return (await this.many(condition, values))[0];
  }

  private async many(condition: string, values: readonly unknown[]): Promise<JournalEntry[]> {
    const sql = `SELECT ${MESSAGES.all} FROM messages WHERE tenant_id = $1 AND ${condition}`;
    return (await this.database.query<object>(sql, values)).map((row) => withContent(MESSAGES.read(row)));
  }

  private async set(
    tenantId: TenantId,
    ids: readonly MessageId[],
    member: 'attachments' | 'attemptedAt' | 'engageContentId' | 'forwarding',
    value: unknown,
  ): Promise<void> {
    const sql = `UPDATE messages SET ${MESSAGES.columns[member]} = $3 WHERE tenant_id = $1 AND id = ANY ($2)`;
    await this.database.query(sql, [tenantId, ids, value]);
  }
}

/** @param row with all columns of a message */
export function toEntry(row: object): JournalEntry {
  return withContent(MESSAGES.read(row));
}
