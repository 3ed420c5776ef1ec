import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ConversationId,
  type EngageThreadId,
  type ForeignId,
  type MessageId,
  newId,
  type TenantId,
} from '#kernel';
import { insertConversation, insertTenant, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import type { JournalEntry } from '#handover-rules';
import { storeFacts } from '../testing/stored-facts.js';
import { PostgresMessageJournal } from './postgres-message-journal.js';

const tenantId = newId<TenantId>();
const conversationId = newId<ConversationId>();

const anEntry = (differences: Partial<JournalEntry>): JournalEntry => ({
  tenantId,
  id: newId<MessageId>(),
  conversationId,
  author: 'user',
  foreignId: newId<ForeignId>(),
  text: '',
  attachments: [],
  sentAt: new Date('2026-01-02T03:04:05.678Z'),
  receivedAt: new Date('2026-01-02T03:04:06.789Z'),
  forwarding: 'unsent',
  ...differences,
});

describe('PostgresMessageJournal', () => {
  let db: ThrowAwayDatabase;
  let journal: PostgresMessageJournal;
  beforeAll(async () => {
    db = await throwAwayDatabase();
    journal = new PostgresMessageJournal(db.database);
    await insertTenant(db.dataSource, { tenant_id: tenantId });
    await insertConversation(db.dataSource, tenantId, { id: conversationId });
  });
  afterAll(() => db?.drop());

  const inTenant = <Result>(work: () => Promise<Result>): Promise<Result> => db.database.inTenant(tenantId, work);
  const append = (entries: readonly JournalEntry[]): Promise<void> =>
    storeFacts(db.database, tenantId, { journal: entries });

  it('appends many entries in their order', async () => {
    const texts = Array.from({ length: 40 }, (_, index) => `No. ${(index * 7) % 40}`);
    const entries = texts.map((text) => anEntry({ text }));
    await append(entries);
    expect(await inTenant(() => journal.last(tenantId, conversationId, ['unsent'], 100))).toEqual(entries);
  });

  it('returns what was stored', async () => {
    const entry = anEntry({
      author: 'agent',
      authorName: 'Ada',
      messageId: 'm-1',
      engageContentId: 'c-1',
      attemptedAt: new Date('2026-01-02T03:04:07.891Z'),
      text: '"quoted" \\ and 👩‍👧',
      attachments: [{ url: 'https://files.example/a.png', type: 'image/png', filename: 'a.png' }],
      content: { type: 'quick_replies', items: [{ title: 'Yes', payload: 'y' }] },
      reply: { payload: { deep: [1, null] }, inReplyTo: newId<ForeignId>() },
      forwarding: 'sent',
    });
    await append([entry]);
    expect(await inTenant(() => journal.find(tenantId, entry.id))).toEqual(entry);
    expect(await inTenant(() => journal.findByForeignId(tenantId, entry.foreignId))).toEqual(entry);
  });

  it('knows which contents of Engage a conversation has, and how many messages of agents since a time', async () => {
    const at = (second: number): Date => new Date(Date.UTC(2026, 1, 1, 0, 0, second));
    const other = newId<ConversationId>();
    await append([
      anEntry({ author: 'agent', engageContentId: 'k-1', receivedAt: at(1) }),
      anEntry({ author: 'agent', engageContentId: 'k-2', receivedAt: at(2) }),
      anEntry({ author: 'user', engageContentId: 'k-3', receivedAt: at(2) }),
      anEntry({ author: 'agent', receivedAt: at(3) }),
    ]);
    const held = inTenant(() => journal.heldContents(tenantId, conversationId, ['k-1', 'k-3', 'k-4']));
    expect(await held).toEqual(new Set(['k-1', 'k-3']));
    expect(await inTenant(() => journal.heldContents(tenantId, other, ['k-1']))).toEqual(new Set());
    const wanted = [
      { conversationId, since: at(2) },
      { conversationId: other, since: at(0) },
    ];
    const counts = await inTenant(() => journal.agentMessagesSince(tenantId, wanted));
    expect([...counts].toSorted()).toEqual([[conversationId, 2] as const, [other, 0] as const].toSorted());
    expect(await inTenant(() => journal.agentMessagesSince(tenantId, []))).toEqual(new Map());
  });

  it('finds contents of a thread among the messages since the oldest was written', async () => {
    const writtenAt = new Date('2026-02-02T10:00:00Z');
    const threadId = 'thread-of-contents' as EngageThreadId;
    await inTenant(() =>
      db.database.query('UPDATE conversations SET engage_thread_id = $2 WHERE id = $1', [conversationId, threadId]),
    );
    await append([
      anEntry({ engageContentId: 't-1', receivedAt: new Date('2026-02-02T09:00:00Z') }),
      anEntry({ engageContentId: 't-2', receivedAt: new Date('2026-02-02T09:55:00Z') }),
    ]);
    const contents = ['t-1', 't-2', 't-3'].map((id) => ({ id, threadId, writtenAt }));
    expect(await inTenant(() => journal.heldInThreads(tenantId, contents))).toEqual(new Set(['t-2']));
    expect(await inTenant(() => journal.heldInThreads(tenantId, []))).toEqual(new Set());
  });

  it('accepts texts that PostgreSQL cannot store', async () => {
    const entry = anEntry({ text: 'a\0b\ud800c', messageId: '\0' });
    await append([entry]);
    expect(await inTenant(() => journal.find(tenantId, entry.id))).toMatchObject({
      text: 'a\uFFFDb\uFFFDc',
      messageId: '\uFFFD',
    });
  });

  it.each([0, 253_402_300_800_000, 8.64e15, -6.21e13, -6.3e13])('keeps the time %d', async (milliseconds) => {
    const entry = anEntry({ sentAt: new Date(milliseconds) });
    await append([entry]);
    expect(await inTenant(() => journal.find(tenantId, entry.id))).toEqual(entry);
  });

  it('appends nothing', async () => {
    await expect(append([])).resolves.toBeUndefined();
  });
});
