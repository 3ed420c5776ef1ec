import { expect, it } from 'vitest';
import type { TenantId } from '#kernel';
import { insertTenant, throwAwayDatabase } from '#testing';
import { storeFacts } from '../testing/stored-facts.js';
import { PostgresEventInbox } from './postgres-event-inbox.js';

it('finds the webhook events of the tenant that are done', async () => {
  const db = await throwAwayDatabase();
  try {
    const inbox = new PostgresEventInbox(db.database);
    const [ours, others] = [await insertTenant(db.dataSource), await insertTenant(db.dataSource)];
    const accept = (
      tenantId: TenantId,
      source: 'webhook' | 'sdk',
      id: string,
      status: 'applied' | 'unresolved' = 'applied',
    ) => {
      const event = { source, id, type: 'task.taken', body: Buffer.alloc(0) };
      return storeFacts(db.database, tenantId, { events: [{ event, hash: '', answer: null, status }] });
    };
    await accept(ours, 'webhook', 'stored');
    await accept(ours, 'webhook', 'not-applied-yet', 'unresolved'); // its repeat may be applied
    await accept(ours, 'sdk', 'of-a-call');
    await accept(others, 'webhook', 'of-others');
    const asked = ['stored', 'not-applied-yet', 'of-a-call', 'of-others', 'new'];
    expect(await inbox.known(ours, asked)).toEqual(new Set(['stored']));
  } finally {
    await db.drop();
  }
});
