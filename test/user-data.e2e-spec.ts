import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, startWorld, Story, type World } from './harness/index.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it('exports and erases an end user, but not under a running handover, and repeats have no second effect', async () => {
  const story = new Story(world, 's-erase');
  const path = `/admin/tenants/acme/users/${encodeURIComponent(story.userId)}`;
  const exported = (): Promise<{ status: number; body: Record<string, unknown> }> => world.admin.get(`${path}/export`);
  expect((await exported()).status).toBe(404);
  await story.says('user', 'My secret wish');
  await story.isHandedOver({ profile: { firstname: 'Ada' } });
  expect(await world.admin.call('DELETE', path)).toMatchObject({
    status: 409,
    body: { code: 'user.busy', handovers: 1 },
  });
  await story.agentAnswers('mara', 'Granted');
  await story.agent('mara', 'complete');
  await story.isIn('bot');

  const { status, body } = await exported();
  expect(status).toBe(200);
  expect(body).toMatchObject({ tenant: 'acme', userId: story.userId });
  const data = body['data'] as Record<string, Record<string, unknown>[]>;
  expect(data['identities']).toMatchObject([{ user_fields: { firstname: 'Ada' } }]);
  expect(data['messages']?.map(({ text }) => text)).toEqual(expect.arrayContaining(['My secret wish', 'Granted']));

  await eventually(async () => expect((await world.admin.call('DELETE', path)).status).toBe(204));
  expect((await exported()).status).toBe(404);
  expect((await world.admin.get(`/admin/conversations?tenant=acme&q=${story.sessionId}`)).body['items']).toEqual([]);

  const repeat = {
    sessionId: story.sessionId,
    userId: story.userId,
    messageId: 'm-1',
    author: 'user',
    text: 'My secret wish',
  };
  expect((await world.acme.v1.post('/v1/messages', repeat)).status).toBe(202);
  expect((await exported()).status).toBe(404);

  const log = await world.admin.get<{ items: { action: string; target?: string }[] }>('/admin/audit-log?limit=50');
  const mark = createHash('sha256').update(story.userId).digest('hex').slice(0, 32);
  expect(log.body.items).toContainEqual(expect.objectContaining({ action: 'user.erased', target: `sha256:${mark}` }));
  expect(JSON.stringify(log.body)).not.toContain(story.userId);
});
