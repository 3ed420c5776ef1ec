import { expect, it } from 'vitest';
import { newId, SystemClock, type TenantId } from '#kernel';
import { throwAwayDatabase } from '#testing';
import { PostgresEventInbox } from './postgres-event-inbox.js';

it('knows the webhook events of the tenant', async () => {
  const db = await throwAwayDatabase();
  try {
    const inbox = new PostgresEventInbox(db.database, new SystemClock());
    const [ours, others] = [newId<TenantId>(), newId<TenantId>()];
    for (const [id, slug] of [
      [ours, 'ours'],
      [others, 'others'],
    ])
      await db.dataSource.query(
        `INSERT INTO tenants (tenant_id, slug, name, enabled, is_default, engage, bot, handover, profile_mapping, retention, created_at, updated_at)
         VALUES ($1, $2, $2, true, false, '{}', '{}', '{}', '{}', '{}', now(), now())`,
        [id, slug],
      );
    const accept = (tenantId: TenantId, source: 'webhook' | 'sdk', eventId: string) =>
      db.database.inTenant(tenantId, () => inbox.accept({ tenantId, source, eventId, type: 'task.taken', body: null }));
    await accept(ours, 'webhook', 'stored');
    await accept(ours, 'sdk', 'of-a-call');
    await accept(others, 'webhook', 'of-others');
    expect(await inbox.known(ours, ['stored', 'of-a-call', 'of-others', 'new'])).toEqual(new Set(['stored']));
  } finally {
    await db.drop();
  }
});
