import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  control,
  eventually,
  NATIVE_SOURCE as NATIVE,
  NativeCustomer as Customer,
  startWorld,
  type World,
} from './harness/index.js';

describe('a source that Engage serves itself', () => {
  let world: World;
  let customers = 0;

  beforeAll(async () => {
    world = await startWorld({ tenant: { engage: { nativeSourceIds: [NATIVE] } } });
  });
  afterAll(() => world.stop());

  const arrives = (thread?: string): Customer => new Customer(world, `customer-${++customers}`, thread);
  const permit = (permissions: string): Promise<Response> => {
    const { engage } = world.acme;
    const { tokenUserId, restAccessToken } = engage.seed;
    return fetch(`${engage.baseApiUrl}/1.0/users/${tokenUserId}/sources_permissions`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${restAccessToken}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: `${NATIVE}=${permissions}`,
    });
  };

  it('is answered by the bot, goes to an agent and returns', async () => {
    const { botCategoryId, agentCategoryId } = world.acme.engage.seed;
    const ada = arrives();
    await ada.writes('Hello');
    await ada.botHears('user: Hello');
    expect(await ada.isAnswered('Hi, how can I help?')).toMatchObject({ status: 202, body: { route: 'bot' } });
    await ada.sees('Hello', 'Hi, how can I help?');
    await ada.writes('agent!');
    await ada.botHears('user: Hello', 'user: agent!');
    await ada.isHandedOver({ reason: 'asked for an agent' });
    expect(ada.categories).toEqual([agentCategoryId]);
    expect(world.acme.engage.state.comments.all()).toMatchObject([{ body: 'Handover\nReason: asked for an agent' }]);
    expect(await ada.isAnswered('I should be quiet')).toMatchObject({ body: { route: 'agent', state: 'queue' } });
    await eventually(() => ada.agent('mara', 'take'));
    await ada.isIn('active');
    await ada.agent('mara', 'reply', { body: 'Mara here' });
    await ada.writes('finally');
    await ada.agent('mara', 'reply', { body: 'solved' });
    await ada.agent('mara', 'complete');
    await ada.isIn('bot');
    await eventually(() => expect(ada.categories).toEqual([botCategoryId]));
    await ada.writes('thanks');
    await ada.isAnswered('Welcome back');
    const received = [
      'Hello',
      'Hi, how can I help?',
      'agent!',
      'Mara here',
      'finally',
      'solved',
      'thanks',
      'Welcome back',
    ];
    await ada.sees(...received);
    const story = ['user: Hello', 'user: agent!', 'queue/accepted', 'active/agentJoined', 'completed/completed'];
    await ada.botHears(...story, 'user: thanks');
    const { body } = await world.admin.get<{ items: { id: string }[] }>(`/admin/conversations?q=${ada.sessionId}`);
    const one = await world.admin.get(`/admin/conversations/${body.items[0]?.id ?? ''}`);
    expect(JSON.stringify(one.body)).toContain('Mara here');
  });

  it('pauses the bot when an agent answers without a handover', async () => {
    const bob = arrives();
    await bob.writes('Hello');
    await bob.botHears('user: Hello');
    await bob.agent('jonas', 'reply', { body: 'I know Bob', force: true });
    await bob.isIn('active');
    expect(await bob.isAnswered('too late')).toMatchObject({ body: { route: 'agent' } });
    await bob.sees('Hello', 'I know Bob');
  });

  it('searches for an answer with an unknown result, and answers privately', async () => {
    const cleo = arrives();
    await cleo.writes('psst', { private: true });
    await cleo.botHears('user: psst');
    await cleo.isAnswered('yes?');
    await cleo.sees('psst', 'yes?');
    const lost = { on: 'rest', match: 'POST /1.0/contents', when: 'after', network: 'reset', count: 1 };
    await control(world.acme, 'POST', '/faults', lost);
    await cleo.isAnswered('really?');
    await eventually(async () => expect(await control<unknown[]>(world.acme, 'GET', '/faults')).toEqual([]));
    await cleo.isAnswered('really!');
    await cleo.sees('psst', 'yes?', 'really?', 'really!');
    const { state } = world.acme.engage;
    expect(state.contentsOf(cleo.threadId).map(({ type }) => type)).toEqual(Array(4).fill('private_message'));
  });

  it('reports the name of the source on which the token may not reply, until it may', async () => {
    const dora = arrives();
    await dora.writes('Hello');
    await dora.botHears('user: Hello');
    expect(await permit('read')).toMatchObject({ status: 200 });
    await dora.isAnswered('unheard');
    const faults = async (): Promise<unknown> => {
      const { body } = await world.admin.get<{ readiness: { sourceFaults: unknown } }>('/admin/tenants/acme');
      return body.readiness.sourceFaults;
    };
    const { name } = world.acme.engage.state.sources.require(NATIVE);
    const named = expect.stringContaining(`"reply" on the source "${name}" (${NATIVE})`) as string;
    await eventually(async () => expect(await faults()).toMatchObject([{ sourceId: NATIVE, message: named }]));
    await permit('read,reply,initiate_discussion');
    const retried = await world.admin.post('/admin/deliveries/retry', { tenant: 'acme' });
    expect(retried.status).toBeLessThan(300);
    await dora.sees('Hello', 'unheard');
    await eventually(async () => expect(await faults()).toEqual([]));
  });

  it('keeps customers of one thread separate', async () => {
    const [eve, fay] = [arrives('shared'), arrives('shared')];
    await eve.writes('I am Eve');
    await fay.writes('I am Fay');
    await eve.botHears('user: I am Eve');
    await fay.botHears('user: I am Fay');
    await fay.isAnswered('Hi Fay');
    await fay.sees('I am Eve', 'I am Fay', 'Hi Fay');
    expect(fay.threadId).toBe(eve.threadId);
    await fay.isHandedOver();
    await fay.isIn('queue');
    await eve.isIn('bot');
  });

  it('lets agents pick the thread from a folder', async () => {
    await control(world.acme, 'PATCH', '/switches', { taskMode: false });
    const hal = arrives();
    await hal.writes('Hello');
    await hal.botHears('user: Hello');
    await hal.isAnswered('Hi');
    await hal.sees('Hello', 'Hi');
    await hal.isHandedOver();
    await hal.isIn('queue');
    await hal.agent('mara', 'engage');
    await hal.isIn('active');
    await hal.agent('mara', 'reply', { body: 'Mara here' });
    await hal.agent('mara', 'complete');
    await hal.isIn('bot');
    await hal.botHears('user: Hello', 'queue/accepted', 'active/agentJoined', 'completed/completed');
    await control(world.acme, 'PATCH', '/switches', { taskMode: true });
  });

  it('refuses calls about messages that only Engage can report', async () => {
    const gil = arrives();
    await gil.writes('Hello');
    await gil.botHears('user: Hello');
    const [, userId] = gil.sessionId.split(':');
    const message = { sessionId: gil.sessionId, userId, messageId: 'm1', author: 'user', text: 'Hello' };
    const answer = await world.acme.v1.post('/v1/messages', message);
    expect(answer).toMatchObject({ status: 409, body: { code: 'conversation.engage-owned' } });
  });
});
