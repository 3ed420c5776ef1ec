import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { control, eventually, startWorld, Story, type World, type WorldTenant } from './harness/index.js';

/** How soon an undisturbed tenant is served, in milliseconds: a rough value, because the machine may be busy. */
const SOON_MS = 4_000;

describe('two tenants', () => {
  let world: World;
  let acme: WorldTenant;
  let globex: WorldTenant;
  let sessions = 0;
  beforeAll(async () => {
    world = await startWorld({ tenants: 2 });
    [acme, globex] = world.tenants as [WorldTenant, WorldTenant];
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    for (const tenant of world.tenants) await control(tenant, 'DELETE', '/faults');
  });

  /** One session of each tenant, with the same ids. */
  function twins(): [Story, Story] {
    const sessionId = `s-${++sessions}`;
    return [new Story(world, sessionId, acme), new Story(world, sessionId, globex)];
  }

  const patch = (slug: string, settings: object): Promise<unknown> =>
    world.admin.call('PATCH', `/admin/tenants/${slug}`, settings);

  it('with the same ids everywhere are never mixed', async () => {
    const [ours, theirs] = twins();
    for (const story of [ours, theirs]) {
      await story.says('user', `Hello from ${story.tenant.slug}`);
      await story.isHandedOver({ profile: { firstname: story.tenant.slug } });
    }
    await ours.agentAnswers('mara', 'Acme speaking');
    await ours.agent('mara', 'complete');
    await ours.hears('queue/accepted', 'active/agentJoined', 'agent: Acme speaking', 'completed/completed');
    expect(theirs.heard()).toEqual(['queue/accepted']);
    expect(await theirs.state()).toBe('queue');
    await theirs.showsInEngage('Hello from globex');
    await ours.showsInEngage('Hello from acme', 'Acme speaking');
    expect(acme.engage.ledger.find({ text: 'globex' })).toEqual([]);
    expect(globex.engage.ledger.find({ text: 'acme' })).toEqual([]);
    for (const { slug, bot } of world.tenants)
      expect(new Set(bot.events.map(({ tenant }) => tenant))).toEqual(new Set([slug]));
  });

  it('with the same content and event ids at the same time are both served', async () => {
    const [ours, theirs] = twins();
    const params = { content_id: 'c-1', author_id: 'puppet', format: 'text', retry: false };
    for (const story of [ours, theirs]) {
      await story.says('user', 'Hello');
      await story.showsInEngage('Hello');
    }
    const answers = await Promise.all(
      [ours, theirs].map(async ({ tenant }) => {
        const thread_id = tenant.engage.state.threads.all().at(-1)?.foreign_id;
        const body = JSON.stringify({ action: 'messages.create', params: { ...params, thread_id, body: tenant.slug } });
        return signed(tenant, body);
      }),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(2);
    await ours.hears('agent: acme');
    await theirs.hears('agent: globex');
  });

  it('cannot use each other’s keys, secrets and threads', async () => {
    const [ours] = twins();
    await ours.says('user', 'Hello');
    await ours.showsInEngage('Hello');
    const status = await globex.v1.get(`/v1/conversations/${ours.sessionId}`);
    expect(status.status).toBe(404);
    const thread_id = acme.engage.state.threads.all().at(-1)?.foreign_id;
    const body = JSON.stringify({
      action: 'messages.create',
      params: { content_id: 'c-2', thread_id, body: 'x', format: 'text' },
    });
    expect(await signed(globex, body)).toMatchObject({ error: { fatal: true } });
    const hook = await fetch(acme.engageUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-dimelo-secret': globex.webhookSecret },
      body: '{"events":[]}',
    });
    expect(hook.status).toBe(403);
  });

  it('do not wait for each other while one’s Engage hangs', async () => {
    await control(acme, 'POST', '/faults', { on: 'send', network: 'hang', count: 0 });
    const stuck = Array.from({ length: 20 }, (_, n) => new Story(world, `stuck-${n}`, acme));
    for (const story of stuck) await story.says('user', 'Hello');
    await quickly(async (story) => story.showsInEngage('quick'));
  });

  it('do not wait for each other while one’s bot hangs', async () => {
    await control(acme, 'DELETE', '/faults');
    acme.bot.failNext(...Array.from({ length: 30 }, () => 'hang' as const));
    const stuck = Array.from({ length: 12 }, (_, n) => new Story(world, `silent-${n}`, acme));
    for (const story of stuck) {
      await story.says('user', 'Hello');
      await story.handOver();
    }
    await eventually(() => expect(acme.bot.requests.length).toBeGreaterThan(0));
    await quickly(async (story) => {
      await story.isHandedOver();
      await story.hears('queue/accepted');
    });
  });

  /** Globex is served while acme is not. */
  async function quickly(check: (story: Story) => Promise<void>): Promise<void> {
    const [, theirs] = twins();
    const started = performance.now();
    await theirs.says('user', 'quick');
    await check(theirs);
    expect(performance.now() - started).toBeLessThan(SOON_MS);
  }

  it('share the URL without a slug as the administrator has set', async () => {
    const origin = new URL(acme.engageUrl).origin;
    const info = '{"action":"implementation.info"}';
    expect((await call(`${origin}/handover/rce`, globex, info)).status).toBe(404);
    await patch('globex', { default: true });
    const answer = await eventually(async () => {
      const response = await call(`${origin}/handover/rce`, globex, info);
      expect(response.status).toBe(200);
      return response;
    });
    expect(await answer.json()).toHaveProperty('objects');
    expect(await patch('acme', { default: true })).toMatchObject({ status: 409 });
  });

  it('continue where they stopped after one was disabled for a while', async () => {
    const [, theirs] = twins();
    await theirs.says('user', 'before');
    await theirs.showsInEngage('before');
    await control(globex, 'POST', '/faults', { on: 'send', status: 503, count: 1 });
    await theirs.says('user', 'waiting');
    await eventually(() => expect(globex.engage.faults.list()).toEqual([]));
    await patch('globex', { enabled: false });
    await eventually(async () => expect((await globex.v1.get('/v1/conversations/any')).status).toBe(403));
    expect((await globex.v1.get('/v1/conversations/any')).body).toMatchObject({ code: 'tenant.disabled' });
    expect((await call(globex.engageUrl, globex, '{"action":"implementation.info"}')).status).toBe(404);
    await patch('globex', { enabled: true });
    await theirs.showsInEngage('before', 'waiting');
    await theirs.says('user', 'after');
    await theirs.showsInEngage('before', 'waiting', 'after');
  });
});

/** Calls like Engage, signed for this tenant. */
function call(url: string, { engage }: WorldTenant, body: string): Promise<Response> {
  const signature = createHmac('sha512', engage.seed.sourceAccessToken).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-smccsdk-signature': signature };
  return fetch(url, { method: 'POST', headers, body });
}

async function signed(tenant: WorldTenant, body: string): Promise<Record<string, unknown>> {
  const response = await call(tenant.engageUrl, tenant, body);
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}
