import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AcceptBotSideMessage, ExpectLostContents, StartHandover } from '../index.js';
import { HandoverWorld } from '../testing/handover-world.js';

let world: HandoverWorld;
beforeAll(async () => {
  world = await HandoverWorld.create();
});
afterAll(() => world.close());

it('waits for a locked conversation before it changes its handover, and changes nothing of other sources', async () => {
  const tenant = await world.tenant();
  await world.get(AcceptBotSideMessage).run(tenant, world.message('user', 'agent!'));
  await world.get(StartHandover).run(tenant, world.start());
  await world.settled();
  const expectLost = () => world.get(ExpectLostContents).run(tenant.id);
  const checks = () => world.rows(tenant, 'SELECT contents_check AS todo FROM handovers WHERE tenant_id = $1');
  await expectLost();
  expect(await checks()).toEqual([{ todo: null }]);

  await world.rows(tenant, `UPDATE conversations SET engage_channel = '{}' WHERE tenant_id = $1`);
  const holder = world.newConnection();
  let isDone = false;
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT FROM conversations WHERE tenant_id = $1 FOR NO KEY UPDATE', [tenant.id]);
    const expecting = expectLost().then(() => (isDone = true));
    await delay(200);
    expect(isDone).toBe(false);
    await holder.query('COMMIT');
    await expecting;
  } finally {
    await holder.release();
  }
  expect(await checks()).toEqual([{ todo: 'read' }]);
});
