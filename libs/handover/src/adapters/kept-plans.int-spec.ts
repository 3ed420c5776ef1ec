import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConversationId, type DeliveryId, type ForeignId, type MessageId, newId, type TenantId } from '#kernel';
import { insertConversation, insertTenant, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { storeFacts } from '../testing/stored-facts.js';

/** After five calls PostgreSQL compares plans for the given parameters with a generic one. */
const CALLS = 12;

describe('saving what facts decided', () => {
  const tenantId = newId<TenantId>();
  const conversationId = newId<ConversationId>();
  let db: ThrowAwayDatabase;
  beforeEach(async () => {
    db = await throwAwayDatabase();
    await insertTenant(db.dataSource, { tenant_id: tenantId });
    await insertConversation(db.dataSource, tenantId, { id: conversationId });
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
