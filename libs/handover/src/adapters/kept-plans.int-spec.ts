import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConversationId, type DeliveryId, type ForeignId, type MessageId, newId, type TenantId } from '#kernel';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { storeFacts } from '../testing/stored-facts.js';

/** PostgreSQL compares plans for given parameters with one for all after five calls. */
const CALLS = 12;

describe('saving what facts decided', () => {
  const tenantId = newId<TenantId>();
  const conversationId = newId<ConversationId>();
  let db: ThrowAwayDatabase;
  beforeEach(async () => {
    db = await throwAwayDatabase();
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
  afterEach(() => db?.drop());

  const saveMessage = (number: number): Promise<void> =>
    storeFacts(db.database, tenantId, {
      events: [
        {
          event: { source: 'bot', id: `m-${number}`, type: 'message', body: Buffer.from('{}') },
          hash: '00'.repeat(32),
          answer: null,
          status: 'applied',
        },
      ],
      journal: [
        {
          tenantId,
          id: newId<MessageId>(),
          conversationId,
          author: 'user',
          foreignId: newId<ForeignId>(),
          text: `No. ${number}`,
          attachments: [],
          sentAt: new Date(),
          receivedAt: new Date(),
          forwarding: 'sent',
        },
      ],
      items: [
        {
          id: newId<DeliveryId>(),
          conversationId,
          direction: 'engage',
          destination: 'engage.example',
          kind: 'engage.message',
          payload: {},
        },
      ],
    });

  it('is planned once, not with every message', async () => {
    const plans = await db.database.inTenant(tenantId, async () => {
      for (let number = 0; number < CALLS; number++) await saveMessage(number);
      return db.database.query(
        `SELECT generic_plans::int AS kept, custom_plans::int AS made FROM pg_prepared_statements WHERE name LIKE 'facts.save%'`,
      );
    });
    expect(plans).toEqual([{ kept: CALLS - 5, made: 5 }]);
  });
});
