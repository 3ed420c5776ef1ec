import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JobRegistry } from '#database';
import { control, eventually, NATIVE_SOURCE, NativeCustomer, startWorld, Story, type World } from './harness/index.js';

let world: World;
beforeAll(async () => {
  world = await startWorld({ tenant: { engage: { nativeSourceIds: [NATIVE_SOURCE] } } });
});
afterAll(() => world.stop());

const webhook = () => {
  const [found] = world.acme.engage.state.webhooks.all();
  if (!found) throw new Error('There is no webhook.');
  return found;
};
const check = () => world.admin.post('/admin/tenants/acme/checks');
const repair = async (): Promise<void> => {
  const jobs = world.connectors[0]?.app?.get(JobRegistry).frequent() ?? [];
  await jobs.find(({ name }) => name === 'reenable-webhooks')?.run(new AbortController().signal);
};
interface Problem {
  readonly id: string;
  readonly detail: string;
  readonly fix: string;
}
const problems = async (): Promise<Problem[]> =>
  (await world.admin.get<{ health: { problems: Problem[] } }>('/admin/tenants/acme')).body.health.problems;
const repaired = async (): Promise<number> => {
  const { body } = await world.admin.get<{ items: { action: string; actor: string }[] }>('/admin/audit-log?limit=200');
  return body.items.filter(({ action, actor }) => action === 'webhook.reenabled' && actor === 'service').length;
};
const contentsToRead = async (): Promise<string[]> => {
  const rows = await world.database.dataSource.query<{ session_id: string }[]>(
    "SELECT session_id FROM conversations c JOIN handovers h ON h.conversation_id = c.id WHERE h.contents_check = 'read'",
  );
  return rows.map(({ session_id: id }) => id);
};
const query = (sql: string): Promise<unknown> => world.database.dataSource.query(sql);
/** Moves the time of the attempts back, as if it were later. */
const letPassMinutes = (minutes: number): Promise<unknown> =>
  query(`UPDATE tenant_examinations SET webhook_repair_at = webhook_repair_at - interval '${minutes} min'`);
/** Resets to no attempts. */
beforeEach(() => query('UPDATE tenant_examinations SET webhook_repair_at = NULL, webhook_repair_failures = 0'));

it('activates a suspended webhook again, once an hour', async () => {
  const story = new Story(world, 's-1');
  await story.says('user', 'Hello');
  await story.isHandedOver();
  const customer = new NativeCustomer(world, 'customer');
  await customer.writes('Hello');
  await customer.botHears('user: Hello');
  await customer.isHandedOver();
  webhook().webhook_status = 'suspended';
  await check();
  expect((await problems()).map(({ id }) => id)).toContain('webhook-active');

  await repair();
  await eventually(() => expect(webhook().webhook_status).toBe('enabled'));
  await eventually(async () => expect(await repaired()).toBe(1));
  expect((await problems()).map(({ id }) => id)).not.toContain('webhook-active');
  // only on native sources do messages come by the webhook
  expect(await contentsToRead()).toEqual([customer.sessionId]);
  await eventually(() => story.agent('mara', 'take'));
  await story.isIn('active'); // events arrive again

  webhook().webhook_status = 'suspended';
  await check();
  await repair();
  expect([webhook().webhook_status, await repaired()]).toEqual(['suspended', 1]);
});

it('does not touch a webhook that was switched off by hand, or whose repair the tenant has switched off', async () => {
  const before = await repaired();
  webhook().webhook_status = 'enabled';
  webhook().active = false;
  await check();
  await repair();
  expect([webhook().active, await repaired()]).toEqual([false, before]);

  webhook().active = true;
  webhook().webhook_status = 'suspended';
  await query('UPDATE tenant_examinations SET webhook_repair_at = NULL');
  const off = { engage: { reenableWebhook: false } };
  expect((await world.admin.call('PATCH', '/admin/tenants/acme', off)).status).toBe(200);
  await check();
  await repair();
  expect([webhook().webhook_status, await repaired()]).toEqual(['suspended', before]);
});

describe('a suspended webhook that Engage refuses to activate', () => {
  const PUT = 'PUT /1.0/webhooks';
  const calls = (): number => world.acme.engage.ledger.find({ kind: 'rest', name: PUT }).length;
  const problem = async () => (await problems()).find(({ id }) => id === 'webhook-active');
  const refuse = (status: number, count = 0): Promise<unknown> =>
    control(world.acme, 'POST', '/faults', { on: 'rest', match: PUT, status, count });
  const lifted = (): Promise<unknown> => control(world.acme, 'DELETE', '/faults');

  beforeEach(async () => {
    const on = { engage: { reenableWebhook: true } };
    expect((await world.admin.call('PATCH', '/admin/tenants/acme', on)).status).toBe(200);
    webhook().active = true;
    webhook().webhook_status = 'suspended';
    await check();
  });

  it.each([403, 404, 500, 503])(
    'with %i is retried less and less often, and health shows what to do',
    async (status) => {
      const before = await repaired();
      await refuse(status);
      for (const minutes of [5, 10, 20, 40, 60, 60]) {
        const made = calls();
        await repair();
        expect(calls()).toBe(made + 1);
        expect((await problem())?.fix).toMatch(
          new RegExp(`manage webhooks, or activate the webhook by hand in .*tries again in ${minutes} minutes`),
        );
        expect((await problem())?.detail).toContain('the service could not activate it again');
        await letPassMinutes(minutes - 1);
        for (let turn = 0; turn < 5; turn++) await repair();
        expect(calls()).toBe(made + 1);
        await letPassMinutes(2);
      }
      expect(await repaired()).toBe(before);
      await lifted();
      await repair();
      await eventually(() => expect(webhook()).toMatchObject({ active: true, webhook_status: 'enabled' }));
      expect([await problem(), await repaired()]).toEqual([undefined, before + 1]);
    },
  );

  it('is activated by a later attempt, even if the previous one has only switched it off', async () => {
    await control(world.acme, 'POST', '/faults', { on: 'rest', match: PUT, delayMs: 1, count: 1 }); // lets the first one pass
    await refuse(503, 1);
    await repair();
    expect(webhook().active).toBe(false);
    await check();
    await letPassMinutes(6);
    await repair();
    await eventually(() => expect(webhook()).toMatchObject({ active: true, webhook_status: 'enabled' }));
    expect(await problem()).toBeUndefined();
  });

  it('is not touched when it is switched off by hand after Engage had refused', async () => {
    await refuse(403);
    await repair();
    await lifted();
    webhook().active = false;
    await check();
    await letPassMinutes(6);
    await repair();
    expect(webhook().active).toBe(false);
  });
});
