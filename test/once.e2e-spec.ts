import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, control, eventually, startWorld, Story, type World } from './harness/index.js';

describe('everything that is repeated has one effect', () => {
  let world: World;
  let sessions = 0;
  beforeAll(async () => {
    world = await startWorld({ switches: { sdk: { retryGapMs: 100 }, webhooks: { retrySeconds: [1, 1, 1] } } });
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    await control(world.acme, 'DELETE', '/faults');
    await control(world.acme, 'PATCH', '/switches', { webhooks: { duplicate: 'off', shuffle: false } });
  });

  const aStory = (): Story => new Story(world, `s-${++sessions}`);
  const fault = (rule: object): Promise<unknown> => control(world.acme, 'POST', '/faults', rule);

  /** Repeats the same call, at the same time and later. */
  async function again(path: string, body: object, key: string): Promise<Answer[]> {
    const call = (): Promise<Answer> => world.acme.v1.post(path, body, { 'idempotency-key': key });
    return [...(await Promise.all([call(), call(), call()])), await call()];
  }

  /** All answers are the same. */
  function expectSame(answers: readonly Answer[]): void {
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: answers[0]?.status, body: answers[0]?.body });
  }

  it('holds for every call of the bot side, also after the handover', async () => {
    const story = aStory();
    const { sessionId, userId } = story;
    const message = { sessionId, userId, messageId: 'm-a', author: 'user', text: 'Hello' };
    const waiting = { sessionId, userId, messageId: 'm-b', author: 'user', text: 'Anyone?' };
    expectSame(await again('/v1/messages', message, 'message'));
    const starts = await again('/v1/handovers', { sessionId, userId, reason: 'help' }, 'start');
    expect(new Set(starts.map(({ body }) => body['handoverId'])).size).toBe(1);
    await story.hears('queue/accepted');
    expectSame(await again('/v1/messages', waiting, 'waiting'));
    expectSame(await again('/v1/events', { sessionId, type: 'user_disconnected' }, 'left'));
    await story.agentAnswers('mara', 'Mara here');
    await story.isIn('active');
    expectSame(await again('/v1/handovers/close', { sessionId }, 'close'));
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here', 'completed/completed');
    for (const [path, body, key] of [
      ['/v1/messages', message, 'message'],
      ['/v1/messages', waiting, 'waiting'],
      ['/v1/handovers', { sessionId, userId, reason: 'help' }, 'start'],
      ['/v1/handovers/close', { sessionId }, 'close'],
    ] as const)
      await again(path, body, key);
    await eventually(async () => expect(await story.categories()).toEqual([world.acme.engage.seed.botCategoryId]));
    const texts = ['Hello', 'Handover\nReason: help', 'Anyone?', 'User left the conversation', 'Mara here'];
    expect((await story.inEngage()).toSorted()).toEqual(texts.toSorted());
    expect(story.heard()).toHaveLength(4);
    const other = await world.acme.v1.post('/v1/messages', { ...message, text: 'Other' });
    expect(other.status).toBe(422);
  });

  it.each(['hang', 'reset'])('holds when our answer to an agent’s message is lost: %s', async (network) => {
    const story = aStory();
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await fault({ on: 'sdk', match: 'messages.create', network, when: 'after', count: 2 });
    await story.agentAnswers('mara', 'once');
    const { ledger } = world.acme.engage;
    const exported = await eventually(async () => {
      const content = await story.lastContent();
      expect(content).toMatchObject({ body: 'once', synchronization_status: 'success' });
      return content;
    });
    const calls = ledger.find({ kind: 'sdk', name: 'messages.create', text: exported?.id ?? '' });
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: once');
    const [received] = story.events('agent.message');
    expect(received?.data['messageId']).toBe(exported?.foreign_id);
    await story.agent('mara', 'complete');
    await story.isIn('bot');
  });

  it.each(['request', 'event'])('holds when Engage repeats and shuffles its webhooks: %s', async (duplicate) => {
    await control(world.acme, 'PATCH', '/switches', { webhooks: { duplicate, shuffle: true } });
    const story = aStory();
    await story.says('user', 'Hello');
    for (const round of [1, 2]) {
      await story.isHandedOver();
      await story.agentAnswers('mara', `agent ${round}`);
      await eventually(() => expect(story.heard()).toContain(`agent: agent ${round}`));
      await story.agent('mara', 'complete');
      await eventually(() => expect(story.heard().at(-1)).toBe('completed/completed'));
      await eventually(async () => expect(await story.categories()).toEqual([world.acme.engage.seed.botCategoryId]));
      await control(world.acme, 'POST', '/clock/advance', { seconds: 2 });
    }
    const round = (n: number): string[] => [
      ...['queue/accepted', 'active/agentJoined', `agent: agent ${n}`],
      'completed/completed',
    ];
    expect(story.heard()).toEqual([...round(1), ...round(2)]);
  });

  it('holds when Engage’s ok is lost: the same id is repeated, without a second content', async () => {
    const story = aStory();
    await story.says('user', 'first');
    await story.showsInEngage('first');
    const { ledger } = world.acme.engage;
    const after = ledger.find().at(-1)?.seq ?? 0;
    await fault({ on: 'send', match: 'messages.create', network: 'reset', when: 'after', count: 2 });
    await story.says('user', 'second');
    await story.says('user', 'third');
    await story.showsInEngage('first', 'second', 'third');
    const ids = ledger
      .find({ kind: 'send', name: 'messages.create', after, text: 'second' })
      .map(({ request }) => (request as { params: { id: string } }).params.id);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });

  it('holds when Engage’s answer to the recategorisation is lost', async () => {
    const story = aStory();
    await story.says('user', 'Hello');
    await fault({ on: 'rest', match: 'update_categories', network: 'reset', when: 'after' });
    await story.isHandedOver();
    expect(story.events()[0]?.data['event']).toBe('accepted');
    await story.agentAnswers('mara', 'Mara here');
    await story.agent('mara', 'complete');
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here', 'completed/completed');
    expect(await story.inEngage()).toEqual(['Hello', 'Mara here']);
  });

  it('is sent to the bot in order and with the same ids, whatever it answers', async () => {
    const story = aStory();
    const { bot } = world.acme;
    await story.says('user', 'Hello');
    await story.isHandedOver();
    const before = bot.requests.length;
    bot.failNext({ status: 500 }, 'reset', { status: 429, headers: { 'retry-after': '1' } });
    await story.agentAnswers('mara', 'one', 'two', 'three');
    await eventually(async () =>
      expect(await story.lastContent()).toMatchObject({ synchronization_status: 'success' }),
    );
    await story.agent('mara', 'complete');
    await story.hears(
      ...['queue/accepted', 'active/agentJoined', 'agent: one', 'agent: two', 'agent: three'],
      'completed/completed',
    );
    const tries = bot.requests.slice(before).map((request) => request.json<{ id: string; sequence: number }>());
    expect(tries.map(({ sequence }) => sequence)).toEqual(
      tries.map(({ sequence }) => sequence).toSorted((a, b) => a - b),
    );
    expect(tries.filter(({ id }) => id === tries[0]?.id)).toHaveLength(4);
    expect(bot.of(story.sessionId)).toEqual(story.events());
  });
});
