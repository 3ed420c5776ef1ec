import { Injectable } from '@nestjs/common';
import { In, IsNull, Not, type Repository } from 'typeorm';
import { Database } from '#database';
import { cleanJson, type ConversationId, type ForeignId, type JsonValue, type MessageId, type TenantId } from '#kernel';
import { readRichContent } from '#rich-content';
import type { Attachment, ChosenReply } from '../domain/message.js';
import { MessageJournal } from '../ports/message-journal.js';
import type { Forwarding, JournalEntry } from '../domain/journal-entry.js';
import { MessageRow } from './message.row.js';

/** What became of the customer's messages in the lane to Engage. One without a delivery came from there, or is long delivered. */
const CUSTOMER_REFUSED = `
  SELECT bool_or(d.status IS NULL OR d.status IN ('pending', 'delivered')) AS arrives,
    (array_agg(d.last_error ->> 'message' ORDER BY d.seq DESC) FILTER (WHERE d.status IN ('parked', 'discarded')))[1] AS reason
  FROM messages m LEFT JOIN deliveries d ON d.tenant_id = m.tenant_id AND d.conversation_id = m.conversation_id
    AND d.direction = 'engage' AND d.kind = 'engage.message' AND d.payload ->> 'messageId' = m.id::text
  WHERE m.tenant_id = $1 AND m.conversation_id = $2 AND m.author = 'user' AND m.forwarding = 'sent'
    AND ($3::timestamptz IS NULL OR m.received_at > $3)`;

@Injectable()
export class PostgresMessageJournal extends MessageJournal {
  constructor(private readonly database: Database) {
    super();
  }

  async append(entries: readonly JournalEntry[]): Promise<void> {
    for (const entry of entries) await this.rows.insert(toRow(cleanTexts(entry))); // one by one: positions follow the order
  }

  async find(tenantId: TenantId, id: MessageId): Promise<JournalEntry | undefined> {
    const row = await this.rows.findOneBy({ tenantId, id });
    return row ? toEntry(row) : undefined;
  }

  async findByForeignId(tenantId: TenantId, foreignId: ForeignId): Promise<JournalEntry | undefined> {
    const row = await this.rows.findOneBy({ tenantId, foreignId });
    return row ? toEntry(row) : undefined;
  }

  async conversationOf(tenantId: TenantId, foreignId: ForeignId): Promise<ConversationId | undefined> {
    const row = await this.rows.findOne({ where: { tenantId, foreignId }, select: { conversationId: true } });
    return row?.conversationId;
  }

  async last(
    tenantId: TenantId,
    conversationId: ConversationId,
    forwarding: readonly Forwarding[],
    limit: number,
  ): Promise<JournalEntry[]> {
    const rows = await this.rows.find({
      where: { tenantId, conversationId, forwarding: In([...forwarding]) },
      order: { position: 'DESC' },
      take: limit,
    });
    return rows.reverse().map(toEntry);
  }

  async lastOffers(
    tenantId: TenantId,
    conversationId: ConversationId,
    by: 'bot' | 'agent',
    limit: number,
  ): Promise<JournalEntry[]> {
    const rows = await this.rows.find({
      where: { tenantId, conversationId, author: by, forwarding: 'sent', content: Not(IsNull()) },
      order: { position: 'DESC' },
      take: limit,
    });
    return rows.map(toEntry);
  }

  async isAnswered({ tenantId, conversationId, id }: JournalEntry): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM messages WHERE tenant_id = $1 AND conversation_id = $2 AND author = 'user'
         AND position > (SELECT position FROM messages WHERE tenant_id = $1 AND id = $3) LIMIT 1`,
      [tenantId, conversationId, id],
    );
    return rows.length > 0;
  }

  async setAttachments({ tenantId, id }: JournalEntry, attachments: readonly Attachment[]): Promise<void> {
    await this.rows.update({ tenantId, id }, { attachments: cleanJson([...attachments]) });
  }

  async mark(tenantId: TenantId, ids: readonly MessageId[], forwarding: Forwarding): Promise<void> {
    if (ids.length > 0) await this.rows.update({ tenantId, id: In([...ids]) }, { forwarding });
  }

  async holdsContent(tenantId: TenantId, conversationId: ConversationId, engageContentId: string): Promise<boolean> {
    return this.rows.existsBy({ tenantId, conversationId, engageContentId });
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
    await this.rows.update({ tenantId, id }, { attemptedAt: at });
  }

  async setEngageContent({ tenantId, id }: JournalEntry, engageContentId: string): Promise<void> {
    await this.rows.update({ tenantId, id }, { engageContentId });
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

  private get rows(): Repository<MessageRow> {
    return this.database.manager.getRepository(MessageRow);
  }
}

/** Text that PostgreSQL cannot hold must not fail an event. */
function cleanTexts(entry: JournalEntry): JournalEntry {
  const { text, attachments, content, reply, authorName, messageId } = cleanJson({
    text: entry.text,
    attachments: entry.attachments,
    content: entry.content,
    reply: entry.reply,
    authorName: entry.authorName,
    messageId: entry.messageId,
  });
  return {
    ...entry,
    text,
    attachments,
    ...(content !== undefined && { content }),
    ...(reply !== undefined && { reply }),
    ...(authorName !== undefined && { authorName }),
    ...(messageId !== undefined && { messageId }),
  };
}

function toRow(entry: JournalEntry): Omit<MessageRow, 'position'> {
  return {
    ...entry,
    attachments: [...entry.attachments],
    authorName: entry.authorName ?? null,
    messageId: entry.messageId ?? null,
    engageContentId: entry.engageContentId ?? null,
    attemptedAt: entry.attemptedAt ?? null,
    content: entry.content ?? null,
    reply: entry.reply ?? null,
  };
}

function toEntry(row: MessageRow): JournalEntry {
  const content = readRichContent(row.content as JsonValue);
  return {
    tenantId: row.tenantId,
    id: row.id,
    conversationId: row.conversationId,
    author: row.author,
    foreignId: row.foreignId,
    text: row.text,
    attachments: row.attachments,
    sentAt: row.sentAt,
    receivedAt: row.receivedAt,
    forwarding: row.forwarding,
    ...(row.authorName !== null && { authorName: row.authorName }),
    ...(row.messageId !== null && { messageId: row.messageId }),
    ...(row.engageContentId !== null && { engageContentId: row.engageContentId }),
    ...(row.attemptedAt !== null && { attemptedAt: row.attemptedAt }),
    ...(content && { content }),
    ...(row.reply !== null && { reply: row.reply as ChosenReply }),
  };
}
