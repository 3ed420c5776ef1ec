import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient, control, eventually, startWorld, Story, type World } from './harness/index.js';

interface TimelineEntry {
  readonly kind: string;
  readonly detail: Record<string, unknown>;
  readonly message: { readonly author: string; readonly text: string } | null;
}
interface Delivery {
  readonly id: string;
  readonly tenant: string;
  readonly conversationId: string;
  readonly direction: string;
  readonly status: string;
  readonly attempts: number;
  readonly lastError: { readonly code: string; readonly message: string } | null;
}
interface AuditEntry {
  readonly action: string;
  readonly target: string | null;
}

/** Texts that must not appear anywhere except in their own places. */
const PRIVATE = ['PRIVATE-text-of-customer', 'PRIVATE-text-of-agent', 'PRIVATE-profile', 'PRIVATE-reason'];

describe('an operator', () => {
  let world: World;
  let sessions = 0;
  beforeAll(async () => {
    world = await startWorld({ tenants: 2, asProcesses: true, environment: { LOG_LEVEL: 'debug' } });
  });
  afterAll(() => world.stop());
  beforeEach(() => control(world.acme, 'DELETE', '/faults'));

  const aStory = (): Story => new Story(world, `s-${++sessions}`);
  const timeline = async (story: Story): Promise<TimelineEntry[]> => {
    const { id } = await story.conversation();
    return (await world.admin.get<{ timeline: TimelineEntry[] }>(`/admin/conversations/${id}`)).body.timeline;
  };
  const deliveries = async (story: Story, status: string): Promise<Delivery[]> => {
    const { id } = await story.conversation();
    const { body } = await world.admin.get<{ items: Delivery[] }>(
      `/admin/deliveries?conversationId=${id}&status=${status}&limit=200`,
    );
    return body.items;
  };
  const audit = async (): Promise<AuditEntry[]> =>
    (await world.admin.get<{ items: AuditEntry[] }>('/admin/audit-log?limit=200')).body.items;

  /** A customer whom Mara has answered. */
  async function withMara(): Promise<Story> {
    const story = aStory();
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await story.agentAnswers('mara', 'Mara here');
    await eventually(() => expect(story.heard()).toContain('agent: Mara here'));
    return story;
  }

  it('reads in the timeline what happened, in order', async () => {
    const story = aStory();
    await control(world.acme, 'POST', '/faults', { on: 'send', match: 'messages.create', status: 500 });
    await story.says('user', 'Hello');
    await story.showsInEngage('Hello');
    await story.isHandedOver({ profile: { firstname: 'Ada' } });
    await eventually(() => story.agent('mara', 'take'));
    await story.isIn('active');
    await story.agent('mara', 'reply', { body: 'Mara here' });
    await eventually(() => expect(story.heard()).toContain('agent: Mara here'));
    await story.agent('mara', 'complete');
    await story.isIn('bot');
    const entries = await eventually(async () => {
      const found = await timeline(story);
      expect(found.filter(({ detail }) => detail['kind'] === 'engage.return')).not.toEqual([]);
      return found;
    });
    const line = ({ kind, detail, message }: TimelineEntry): string => {
      if (message) return `${message.author}: ${message.text}`;
      if (kind === 'state') return `${String(detail['from'])} to ${String(detail['to'])}`;
      return kind === 'delivery' ? `${String(detail['kind'])} ${String(detail['result'])}` : kind;
    };
    const lines = entries.map(line);
    const expected = [
      ...[
        'user: Hello',
        'engage.message retrying',
        'engage.message delivered',
        'bot to queue',
        'engage.start delivered',
      ],
      ...['queue to active', 'agent: Mara here', 'active to bot', 'engage.return delivered'],
    ];
    expect(lines.filter((text) => expected.includes(text))).toEqual(expected);
    expect(entries.find(({ detail }) => detail['result'] === 'retrying')?.detail).toMatchObject({
      attempt: 1,
      error: { code: 'engage.unavailable' },
    });
  });

  it('sees why a delivery is parked, and puts it back before the waiting ones', async () => {
    const story = await withMara();
    world.acme.bot.failNext({ status: 400 }, { status: 500 }, { status: 500 }, { status: 500 });
    await story.agent('mara', 'reply', { body: 'one' });
    const [parked] = await eventually(async () => {
      const found = await deliveries(story, 'parked');
      expect(found).toHaveLength(1);
      return found;
    });
    await story.agent('mara', 'reply', { body: 'two' });
    await eventually(async () => expect((await deliveries(story, 'pending'))[0]?.attempts).toBeGreaterThan(0));
    expect(parked).toMatchObject({ tenant: 'acme', direction: 'bot', lastError: { code: 'bot.rejected' } });
    expect(parked?.lastError?.message).toContain('400');
    const troubled = `/admin/conversations?trouble=true&q=${story.sessionId}`;
    expect((await world.admin.get(troubled)).body).toMatchObject({
      items: [{ id: parked?.conversationId, trouble: { types: ['parked'], lastError: { code: 'bot.rejected' } } }],
    });
    const reason = 'The bot is repaired.';
    expect((await world.admin.post(`/admin/deliveries/${parked?.id}/retry`, { reason })).status).toBe(202);
    await eventually(() => expect(story.heard().slice(-2)).toEqual(['agent: one', 'agent: two']));
    expect((await world.admin.get(troubled)).body).toMatchObject({ items: [] });
    expect((await world.admin.post(`/admin/deliveries/${parked?.id}/retry`)).status).toBe(409);
    expect(await audit()).toContainEqual(
      expect.objectContaining({ action: 'delivery.retry', target: parked?.id, detail: { reason } }),
    );
  });

  it('discards a delivery, and the lane continues', async () => {
    const story = await withMara();
    world.acme.bot.failNext({ status: 400 });
    await story.agent('mara', 'reply', { body: 'discarded' });
    const [parked] = await eventually(async () => {
      const found = await deliveries(story, 'parked');
      expect(found).toHaveLength(1);
      return found;
    });
    expect((await world.admin.post(`/admin/deliveries/${parked?.id}/discard`)).status).toBe(202);
    await story.agent('mara', 'reply', { body: 'next' });
    await eventually(() => expect(story.heard().at(-1)).toBe('agent: next'));
    expect(await deliveries(story, 'parked')).toEqual([]);
    expect(story.heard()).not.toContain('agent: discarded');
    expect(await audit()).toContainEqual(expect.objectContaining({ action: 'delivery.discard', target: parked?.id }));
  });

  it('retries all parked deliveries', async () => {
    const story = await withMara();
    world.acme.bot.failNext({ status: 400 }, { status: 404 });
    for (const body of ['one', 'two']) await story.agent('mara', 'reply', { body });
    await eventually(async () => expect(await deliveries(story, 'parked')).toHaveLength(2));
    expect(await world.admin.post('/admin/deliveries/retry', { tenant: 'acme' })).toMatchObject({
      status: 202,
      body: { retried: 2 },
    });
    await eventually(() => expect(story.heard().slice(-2)).toEqual(['agent: one', 'agent: two']));
  });

  it('returns a conversation to the bot, or closes it on both sides', async () => {
    const [resumed, closed] = [await withMara(), await withMara()];
    const { state, seed } = world.acme.engage;
    for (const [story, how] of [
      [resumed, 'resume'],
      [closed, 'close'],
    ] as const) {
      const { id } = await story.conversation();
      expect((await world.admin.post(`/admin/conversations/${id}/${how}`)).status).toBe(202);
      await eventually(async () => expect(await story.categories()).toEqual([seed.botCategoryId]));
      expect(await story.state()).toBe('bot');
      expect(await audit()).toContainEqual(expect.objectContaining({ action: `conversation.${how}`, target: id }));
      expect((await world.admin.post(`/admin/conversations/${id}/${how}`)).status).toBe(404);
    }
    await eventually(() => expect(resumed.heard().at(-1)).toBe('cancelled/cancelled'));
    await eventually(() => expect(closed.heard().at(-1)).toBe('completed/completed'));
    expect(state.openIntervention(await resumed.threadId())).toBeDefined();
    expect(state.openIntervention(await closed.threadId())).toBeUndefined();
  });

  it('may only do what the key’s role and tenants allow', async () => {
    const keyOf = async (role: string, tenants?: string[]): Promise<ApiClient> => {
      const { status, body } = await world.admin.post<{ key: string }>('/admin/keys', {
        name: `${role} of ${tenants?.join() ?? 'all'}`,
        role,
        ...(tenants && { tenants }),
      });
      expect(status).toBe(201);
      return new ApiClient(() => new URL(world.acme.engageUrl).origin, body.key);
    };
    const story = await withMara();
    const { id } = await story.conversation();
    const viewer = await keyOf('viewer');
    expect((await viewer.get('/admin/me')).body).toEqual({ name: 'viewer of all', role: 'viewer', tenants: null });
    expect((await viewer.post(`/admin/conversations/${id}/handover`)).status).toBe(403);
    expect((await viewer.get('/admin/outages')).body).toEqual({ items: [], nextCursor: null });
    expect((await viewer.get('/admin/deliveries?code=bot.rejected')).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/code', detail: expect.stringContaining('status=parked') }],
    });
    expect((await viewer.get(`/admin/conversations/${id}`)).status).toBe(200);
    expect((await viewer.post(`/admin/conversations/${id}/close`)).status).toBe(403);
    expect((await viewer.post('/admin/deliveries/retry')).status).toBe(403);
    const operator = await keyOf('operator');
    expect((await operator.call('PATCH', '/admin/tenants/acme', { name: 'x' })).status).toBe(403);
    expect((await operator.post('/admin/keys', { name: 'x', role: 'admin' })).status).toBe(403);
    const stranger = await keyOf('operator', ['globex']);
    expect((await stranger.get(`/admin/conversations/${id}`)).status).toBe(404);
    expect((await stranger.post(`/admin/conversations/${id}/close`)).status).toBe(404);
    expect((await stranger.get('/admin/conversations?tenant=acme')).status).toBe(404);
    expect((await stranger.get('/admin/tenants/acme')).status).toBe(404);
    expect((await stranger.get<{ items: { tenant: string }[] }>('/admin/conversations')).body.items).toEqual([]);
    const [delivery] = await deliveries(story, 'delivered');
    expect((await stranger.post(`/admin/deliveries/${delivery?.id}/discard`)).status).toBe(404);
    expect((await operator.post(`/admin/conversations/${id}/close`)).status).toBe(202);
    await story.isIn('bot');
  });

  it('finds no secret and no text in logs, metrics, problems and the audit log', async () => {
    const [customer, agent, profile, reason] = PRIVATE as [string, string, string, string];
    const story = aStory();
    const { engage, bot, v1 } = world.acme;
    const echo = { error: 'invalid', message: `body "${customer}" is not allowed`, status: 422 };
    await control(world.acme, 'POST', '/faults', { on: 'send', status: 500, body: { message: customer } });
    await story.says('user', customer);
    await story.isHandedOver({ profile: { firstname: profile }, reason });
    await story.agentAnswers('mara', 'Mara here');
    await eventually(() => expect(story.heard()).toContain('agent: Mara here'));
    bot.failNext({ status: 500, body: agent }, { status: 400, body: agent });
    await story.agent('mara', 'reply', { body: agent });
    await control(world.acme, 'POST', '/faults', { on: 'send', status: 422, body: echo });
    await story.says('user', customer);
    await eventually(async () => expect(await deliveries(story, 'parked')).toHaveLength(2));
    const problems = await Promise.all([
      v1.post('/v1/messages', { sessionId: story.sessionId, userId: story.userId, text: customer, author: customer }),
      v1.post('/v1/messages', {
        sessionId: story.sessionId,
        userId: 'other',
        messageId: 'x',
        author: 'user',
        text: customer,
      }),
      world.admin.post('/admin/tenants', {
        slug: 'new',
        name: 'n',
        bot: { platform: 'generic' },
        engage: { webhookSecret: [customer] },
      }),
      world.admin.get('/admin/audit-log?limit=200'),
      world.admin.get('/admin/tenants/acme'),
      world.admin.get('/admin/tenants/acme/setup'),
    ]);
    const origin = new URL(world.acme.engageUrl).origin;
    const metrics = await (await fetch(`${origin}/metrics`)).text();
    const listed = await world.admin.get('/admin/deliveries?limit=200');
    const output = world.connectors.map((connector) => connector.output()).join('\n');
    expect(output).toContain('"level":"debug"');
    const seen = { output, metrics, problems: JSON.stringify(problems), listed: JSON.stringify(listed) };
    const secrets = [
      engage.seed.restAccessToken,
      engage.seed.sourceAccessToken,
      world.acme.webhookSecret,
      v1.key,
      world.admin.key,
    ];
    for (const [place, text] of Object.entries(seen))
      for (const secret of [...PRIVATE, ...secrets]) expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
  });
});
