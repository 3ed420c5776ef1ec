import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { JobRegistry } from '#database';
import { eventually, startWorld, Story, type World } from './harness/index.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
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
const problems = async (): Promise<{ id: string; detail: string }[]> =>
  (await world.admin.get<{ health: { problems: { id: string; detail: string }[] } }>('/admin/tenants/acme')).body.health
    .problems;
const repaired = async (): Promise<number> => {
  const { body } = await world.admin.get<{ items: { action: string; actor: string }[] }>('/admin/audit-log?limit=200');
  return body.items.filter(({ action, actor }) => action === 'webhook.reenabled' && actor === 'service').length;
};
/** As if the last try were more than an hour ago. */
beforeEach(() => world.database.dataSource.query('UPDATE tenant_examinations SET webhook_repair_at = NULL'));

it('activates a suspended webhook again, once an hour', async () => {
  const story = new Story(world, 's-1');
  await story.says('user', 'Hello');
  await story.isHandedOver();
  webhook().webhook_status = 'suspended';
  await check();
  expect((await problems()).map(({ id }) => id)).toContain('webhook-active');

  await repair();
  await eventually(() => expect(webhook().webhook_status).toBe('enabled'));
  await eventually(async () => expect(await repaired()).toBe(1));
  expect((await problems()).map(({ id }) => id)).not.toContain('webhook-active');
  await eventually(() => story.agent('mara', 'take'));
  await story.isIn('active'); // events arrive again

  webhook().webhook_status = 'suspended';
  await check();
  await repair();
  expect([webhook().webhook_status, await repaired()]).toEqual(['suspended', 1]);
});

it('leaves alone what was switched off by hand, or that the tenant wants to be left alone', async () => {
  const before = await repaired();
  webhook().webhook_status = 'enabled';
  webhook().active = false;
  await check();
  await repair();
  expect([webhook().active, await repaired()]).toEqual([false, before]);

  webhook().active = true;
  webhook().webhook_status = 'suspended';
  await world.database.dataSource.query('UPDATE tenant_examinations SET webhook_repair_at = NULL');
  const off = { engage: { reenableWebhook: false } };
  expect((await world.admin.call('PATCH', '/admin/tenants/acme', off)).status).toBe(200);
  await check();
  await repair();
  expect([webhook().webhook_status, await repaired()]).toEqual(['suspended', before]);
});
