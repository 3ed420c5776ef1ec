import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConversationId, type ForeignId, type MessageId, newId, type TenantId } from '#kernel';
import { insertConversation, insertTenant, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { ENGAGE } from '#handover-rules';
import { storeFacts } from '../testing/stored-facts.js';
import { PostgresMessageJournal } from './postgres-message-journal.js';
import { PostgresRunningWork } from './postgres-running-work.js';

const tenantId = newId<TenantId>();
const conversationId = newId<ConversationId>();

let db: ThrowAwayDatabase;
beforeAll(async () => {
  db = await throwAwayDatabase();
  await insertTenant(db.dataSource, { tenant_id: tenantId });
  await insertConversation(db.dataSource, tenantId, { id: conversationId });
});
afterAll(() => db?.drop());

it('counts what the former source has received as unsent, except what still waits, whatever else waits', async () => {
  const journal = new PostgresMessageJournal(db.database);
  const work = new PostgresRunningWork(db.database);
  const [got, waiting] = [newId<MessageId>(), newId<MessageId>()];
  const payloads = [{ messageId: waiting }, {}, { messageId: 'no UUID' }];
  const unsent = await db.database.inTenant(tenantId, async () => {
    await storeFacts(db.database, tenantId, {
      journal: [got, waiting].map((id) => ({
        tenantId,
        id,
        conversationId,
        author: 'user' as const,
        foreignId: newId<ForeignId>(),
        text: id,
        attachments: [],
        sentAt: new Date(),
        receivedAt: new Date(),
        forwarding: 'sent' as const,
      })),
    });
    await waitInLane(payloads);
    await work.leaveEngage(tenantId, 'source');
    return journal.last(tenantId, conversationId, ['unsent'], 10);
  });
  expect(unsent.map(({ id }) => id)).toEqual([got]);
});

async function waitInLane(payloads: readonly object[]): Promise<void> {
  await db.database.query(
    `WITH lane AS (INSERT INTO lanes (tenant_id, conversation_id, direction, destination) VALUES ($1, $2, 'engage', 'x') RETURNING *)
     INSERT INTO deliveries (tenant_id, conversation_id, direction, id, seq, kind, payload, status, created_at)
     SELECT tenant_id, conversation_id, direction, gen_random_uuid(), place, $3, payload, 'pending', now()
     FROM lane, jsonb_array_elements($4::jsonb) WITH ORDINALITY AS item(payload, place)`,
    [tenantId, conversationId, ENGAGE.message, JSON.stringify(payloads)],
  );
}
