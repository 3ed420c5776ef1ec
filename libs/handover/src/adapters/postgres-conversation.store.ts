import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Database, violates } from '#database';
import {
  Clock,
  type ConversationId,
  type EngageThreadId,
  type ForeignId,
  type JsonObject,
  newId,
  type SessionId,
  type TenantId,
} from '#kernel';
import type { SessionAddress } from '../domain/bot-request.js';
import type { Conversation } from '../domain/conversation.js';
import { ThreadTaken } from '../domain/handover.errors.js';
import type { ConversationChange } from '../domain/machine/decision.js';
import { ConversationStore, type WritingCustomer } from '../ports/conversation-store.js';
import { CONVERSATIONS } from './conversation-columns.js';

/** Our ids of threads are UUIDs: what looks otherwise is nobody's. */
const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);

/** The weakest lock that keeps writers apart: rows that refer to the conversation can still be inserted meanwhile. */
const LOCK = 'FOR NO KEY UPDATE';

@Injectable()
export class PostgresConversationStore extends ConversationStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async lockOrCreate(tenantId: TenantId, session: SessionAddress): Promise<Conversation> {
    const conversation =
      (await this.touch(tenantId, 'session_id', session.sessionId)) ?? (await this.create(tenantId, session));
    return this.learnAddress(conversation, session.address);
  }

  lockById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined> {
    return this.select(tenantId, 'id', id, LOCK);
  }

  lockBySession(tenantId: TenantId, sessionId: SessionId): Promise<Conversation | undefined> {
    return this.select(tenantId, 'session_id', sessionId, LOCK);
  }

  async lockByThreadForeignId(tenantId: TenantId, foreignId: ForeignId): Promise<Conversation | undefined> {
    return isUuid(foreignId) ? this.touch(tenantId, 'thread_foreign_id', foreignId) : undefined;
  }

  /** Without the customer's own conversation it is the one that an agent has or is to have. */
  async lockByEngageThread(
    tenantId: TenantId,
    threadId: EngageThreadId,
    identityId?: string,
  ): Promise<Conversation | undefined> {
    const rows = await this.database.query<object>(
      `SELECT * FROM conversations WHERE tenant_id = $1 AND engage_thread_id = $2
       ORDER BY user_id IS NOT DISTINCT FROM $3 DESC, state <> 'bot' DESC, updated_at DESC LIMIT 1 ${LOCK}`,
      [tenantId, threadId, identityId ?? null],
    );
    return rows[0] && CONVERSATIONS.read(rows[0]);
  }

  /** What Engage says of a session is right, whoever spoke of it before. */
  async lockOrCreateNative(tenantId: TenantId, writing: WritingCustomer): Promise<Conversation> {
    const { sourceId, replyTo, threadId, identityId } = writing;
    const rows = await this.database.query<object>(
      `INSERT INTO conversations AS c
         (tenant_id, id, session_id, user_id, address, state, thread_foreign_id, engage_thread_id, engage_channel, created_at, updated_at)
       VALUES ($1, $2, $3, $4, '{}', 'bot', $5, $6, $7, $8, $8) ON CONFLICT (tenant_id, session_id) DO UPDATE
         SET user_id = $4, engage_thread_id = $6, engage_channel = coalesce(c.engage_channel, '{}') || $7, updated_at = $8
       RETURNING *`,
      [
        ...[tenantId, newId(), `${threadId}:${identityId}`, identityId, newId(), threadId],
        ...[{ sourceId, replyTo }, this.clock.now()],
      ],
    );
    if (!rows[0]) throw new Error('A conversation vanished while it was written.');
    return CONVERSATIONS.read(rows[0]);
  }

  async sharesThreadInHandover({ tenantId, id, engageThreadId }: Conversation): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM conversations WHERE tenant_id = $1 AND engage_thread_id = $2 AND id <> $3 AND state <> 'bot' LIMIT 1`,
      [tenantId, engageThreadId ?? null, id],
    );
    return rows.length > 0;
  }

  findById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined> {
    return this.select(tenantId, 'id', id, '');
  }

  findBySession(tenantId: TenantId, sessionId: SessionId): Promise<Conversation | undefined> {
    return this.select(tenantId, 'session_id', sessionId, '');
  }

  async change(conversation: Conversation, change: ConversationChange): Promise<Conversation> {
    const { state, ...members } = change;
    const updatedAt = this.clock.now();
    const changed = { ...conversation, ...members, ...(state && { state: state.to, updatedAt }) };
    const { columns, values } = CONVERSATIONS.assign({ ...members, ...(state && { state: state.to, updatedAt }) });
    if (columns.length === 0) return conversation;
    const { tenantId, id } = conversation;
    if (change.engageThreadId !== undefined) await this.lockThread(tenantId, change.engageThreadId);
    const set = columns.map((column, index) => `${column} = $${index + 4}`).join(', ');
    const rows = await this.database
      .query(`UPDATE conversations SET ${set} WHERE tenant_id = $1 AND id = $2 AND state = $3 RETURNING 1`, [
        tenantId,
        id,
        conversation.state,
        ...values,
      ])
      .catch((error: unknown) => {
        if (violates(error, 'uq_conversations_thread'))
          throw new ThreadTaken('Another conversation holds this thread of Engage.', { cause: error });
        throw error;
      });
    if (rows.length === 0) throw new Error(`The conversation is not in state ${conversation.state} any more.`);
    return changed;
  }

  async lockThread(tenantId: TenantId, threadId: EngageThreadId): Promise<void> {
    await this.database.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tenantId} ${threadId}`]);
  }

  async findByEngageThread(tenantId: TenantId, threadId: EngageThreadId): Promise<Conversation | undefined> {
    return this.select(tenantId, 'engage_thread_id', threadId, 'LIMIT 1');
  }

  async typingStarted({ tenantId, id }: Conversation, minGapMs: number): Promise<boolean> {
    const now = this.clock.now();
    const rows = await this.database.query(
      'UPDATE conversations SET typing_sent_at = $3 WHERE tenant_id = $1 AND id = $2 AND (typing_sent_at IS NULL OR typing_sent_at <= $4) RETURNING 1',
      [tenantId, id, now, new Date(now.getTime() - minGapMs)],
    );
    return rows.length > 0;
  }

  async typingEnded({ tenantId, id }: Conversation): Promise<boolean> {
    const rows = await this.database.query(
      'UPDATE conversations SET typing_sent_at = NULL WHERE tenant_id = $1 AND id = $2 AND typing_sent_at IS NOT NULL RETURNING 1',
      [tenantId, id],
    );
    return rows.length > 0;
  }

  /** Somebody else may be making it at this moment: then theirs is taken, once they have finished. */
  private async create(tenantId: TenantId, { sessionId, userId, address }: SessionAddress): Promise<Conversation> {
    await this.database.query(
      `INSERT INTO conversations (tenant_id, id, session_id, user_id, address, state, thread_foreign_id, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, 'bot', $6, $7, $7) ON CONFLICT (tenant_id, session_id) DO NOTHING`,
      [tenantId, newId(), sessionId, userId, address, newId(), this.clock.now()],
    );
    const conversation = await this.lockBySession(tenantId, sessionId);
    if (!conversation) throw new Error('A conversation vanished between insert and lock.');
    return conversation;
  }

  /** Later calls may know more of how to reach the conversation, or better. */
  private async learnAddress(conversation: Conversation, learnt: JsonObject): Promise<Conversation> {
    const address = { ...conversation.address, ...learnt };
    if (isDeepStrictEqual(address, conversation.address)) return conversation;
    await this.database.query('UPDATE conversations SET address = $3 WHERE tenant_id = $1 AND id = $2', [
      conversation.tenantId,
      conversation.id,
      address,
    ]);
    return { ...conversation, address };
  }

  /** Locks the row by noting that something happens now. */
  private async touch(tenantId: TenantId, column: string, value: string): Promise<Conversation | undefined> {
    const rows = await this.database.query<object>(
      `UPDATE conversations SET updated_at = $3 WHERE tenant_id = $1 AND ${column} = $2 RETURNING *`,
      [tenantId, value, this.clock.now()],
    );
    return rows[0] && CONVERSATIONS.read(rows[0]);
  }

  private async select(
    tenantId: TenantId,
    column: string,
    value: string,
    lock: string,
  ): Promise<Conversation | undefined> {
    const rows = await this.database.query<object>(
      `SELECT * FROM conversations WHERE tenant_id = $1 AND ${column} = $2 ${lock}`,
      [tenantId, value],
    );
    return rows[0] && CONVERSATIONS.read(rows[0]);
  }
}
