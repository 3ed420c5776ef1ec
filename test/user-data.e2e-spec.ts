import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { eventually, startWorld, Story, type World } from './harness/index.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it('refuses an id that no user can have, instead of reading it as the id of another one', async () => {
  const { admin, acme } = world;
  const message = { sessionId: '\ufffd', userId: '\ufffd', messageId: 'm', author: 'user', text: 'Hello' };
  expect((await acme.v1.post('/v1/messages', message)).status).toBe(202);
  for (const id of ['%00', '%00%00']) {
    const user = `/admin/tenants/acme/users/${id}`;
    const problem = { status: 400, body: { code: 'request.invalid', errors: [{ pointer: '/userId' }] } };
    expect(await admin.get(`${user}/export`)).toMatchObject(problem);
    expect(await admin.call('DELETE', user)).toMatchObject(problem);
    expect(await admin.get(`/admin/conversations?q=${id}`)).toMatchObject({ status: 400 });
    expect(await acme.v1.get(`/v1/conversations/${id}`)).toMatchObject({ status: 400 });
  }
  expect((await admin.get('/admin/tenants/acme/users/%EF%BF%BD/export')).status).toBe(200);
});

it('fails no call of a user who is erased again and again, and logs no error', async () => {
  const errors = vi.spyOn(Logger.prototype, 'error');
  const erased = new Set<number>();
  const answers: string[] = [];
  const userId = 'often-erased';
  const says = async (sessionId: string, messageId: string): Promise<void> => {
    const message = { sessionId, userId, messageId, author: 'user', text: 'Hello' };
    const { status, body } = await world.acme.v1.post<{ code?: string }>('/v1/messages', message);
    answers.push([status, body.code].join(' ').trim());
  };
  const sessions = ['often-1', 'often-2', 'often-3'];
  let isDone = false;
  const talking = Promise.all(
    sessions.map(async (sessionId) => {
      for (let number = 0; number < 60; number++) await says(sessionId, `m-${number}`);
    }),
  ).finally(() => (isDone = true));
  while (!isDone)
    erased.add((await world.admin.call('DELETE', `/admin/tenants/acme/users/${userId}?force=true`)).status);
  await talking;
  expect(new Set(answers)).toEqual(new Set(['202']));
  expect(erased).toContain(204);
  expect([...erased].filter((status) => status !== 204 && status !== 404)).toEqual([]);
  await world.admin.call('DELETE', `/admin/tenants/acme/users/${userId}?force=true`);
  await says('often-1', 'last');
  const pending = () => world.admin.get('/admin/deliveries?tenant=acme&status=pending');
  await eventually(async () => expect((await pending()).body['items']).toEqual([]));
  expect(errors.mock.calls).toEqual([]);
  errors.mockRestore();
});

it('exports and erases an end user, but not during a handover, and repeats have no second effect', async () => {
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
