import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConversationId, type ForeignId, type MessageId, newId, type TenantId } from '#kernel';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
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
    await db.dataSource.query(
      `INSERT INTO tenants (tenant_id, slug, name, enabled, is_default, engage, bot, handover, profile_mapping, retention, created_at, updated_at)
       VALUES ($1, 'acme', 'Acme', true, false, '{}', '{}', '{}', '{}', '{}', now(), now())`,
      [tenantId],
    );
    await db.dataSource.query(
      `INSERT INTO conversations (tenant_id, id, session_id, user_id, address, state, thread_foreign_id, created_at, updated_at)
       VALUES ($1, $2, 's', 'u', '{}', 'bot', $3, now(), now())`,
      [tenantId, conversationId, newId()],
    );
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

  it('gives back what it was given', async () => {
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

  it('keeps texts that PostgreSQL cannot hold', async () => {
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
