import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control, eventually, startWorld, Story, type World } from './harness/index.js';

const PROFILE = {
  firstname: 'Ada',
  lastname: 'Lovelace',
  email: 'ada@example.org',
  customer_tier: 'gold',
  address2: 'B',
};

describe.each([{ forwardOnlyHandover: false }, { forwardOnlyHandover: true }])(
  'a handover with forwardOnlyHandover $forwardOnlyHandover',
  ({ forwardOnlyHandover }) => {
    let world: World;
    let sessions = 0;
    beforeAll(async () => {
      world = await startWorld({ tenant: { handover: { forwardOnlyHandover } } });
    });
    afterAll(() => world.stop());

    const aStory = (): Story => new Story(world, `s-${++sessions}`);
    const seed = (): World['acme']['engage']['seed'] => world.acme.engage.seed;

    it('goes to the agent and back, with all messages in order', async () => {
      const story = aStory();
      await story.says('user', 'Hello');
      await story.says('bot', 'Hi, how can I help?');
      await story.says('user', 'I want an agent');
      await story.isHandedOver({
        profile: PROFILE,
        reason: 'asked for an agent',
        summary: 'Parcel is late',
        context: { page: '/orders', basket_size: 3 },
      });
      expect(await story.says('user', 'Is anyone there?')).toMatchObject({ body: { route: 'agent', state: 'queue' } });
      await eventually(async () => expect((await story.inEngage()).at(-1)).toBe('Is anyone there?'));
      await story.agentAnswers('mara', 'Mara here', 'Give me a second');
      await story.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here', 'agent: Give me a second');
      expect(await story.says('bot', 'I am muted')).toMatchObject({ body: { route: 'agent', state: 'active' } });
      await story.says('user', 'Take your time');
      await story.agent('mara', 'complete');
      await story.isIn('bot');
      expect(await story.says('user', 'Thanks')).toMatchObject({ body: { route: 'bot', state: 'bot' } });
      await story.hears(
        ...['queue/accepted', 'active/agentJoined', 'agent: Mara here', 'agent: Give me a second'],
        'completed/completed',
      );
      const note = 'Handover\nReason: asked for an agent\nSummary: Parcel is late\npage: /orders\nbasket_size: 3';
      const history = ['Hello', 'Hi, how can I help?', 'I want an agent'];
      const opening = forwardOnlyHandover ? [...history.slice(0, 2), note, 'I want an agent'] : [...history, note];
      const desk = ['Is anyone there?', 'Mara here', 'Give me a second', 'Take your time'];
      await story.showsInEngage(...opening, ...desk, ...(forwardOnlyHandover ? [] : ['Thanks']));
      await eventually(async () => expect(await story.categories()).toEqual([seed().botCategoryId]));
      expect(story.events().map(({ sequence }) => sequence)).toEqual(story.events().map((_, index) => index + 1));
    });

    it('sends the profile with the identity and the context with the message', async () => {
      const story = aStory();
      await story.isHandedOver({ profile: PROFILE, context: { page: '/orders', tags: 'vip' } });
      const { state } = world.acme.engage;
      const contents = state.contentsOf(await story.threadId());
      const identity = state.identities.require(contents.at(-1)?.author_id);
      expect(identity).toMatchObject({
        firstname: 'Ada',
        lastname: 'Lovelace',
        email: 'ada@example.org',
        screenname: 'Ada Lovelace',
        extra_values: { 'customer-tier': 'gold', 'address-two': 'B' },
      });
      expect(contents.at(-1)?.context_data).toEqual({ page: '/orders', tags: 'vip' });
    });

    it('adds the requested categories, and removes only those', async () => {
      const { agentCategoryId, billingCategoryId, botCategoryId } = seed();
      const story = aStory();
      await story.isHandedOver({ categoryIds: [billingCategoryId] });
      expect((await story.categories()).toSorted()).toEqual([agentCategoryId, billingCategoryId].toSorted());
      await expect(story.agent('mara', 'take')).rejects.toThrow('403');
      await story.agentAnswers('jonas', 'Billing, Jonas');
      await story.agent('jonas', 'complete');
      await eventually(async () => expect(await story.categories()).toEqual([botCategoryId]));
    });

    it('sends only what is new the second and the third time', async () => {
      const story = aStory();
      const round = async (n: number): Promise<void> => {
        await story.says('user', `question ${n}`);
        await story.says('bot', `answer ${n}`);
        await story.isHandedOver();
        await story.agentAnswers('mara', `agent ${n}`);
        await story.hears(...heardIn(n), `agent: agent ${n}`);
        await story.agent('mara', 'complete');
        await story.hears(...heardIn(n + 1).slice(0, -2));
      };
      const heardIn = (rounds: number): string[] =>
        Array.from({ length: rounds }, (_, index) => [
          ...(index > 0 ? [`agent: agent ${index}`, 'completed/completed'] : []),
          'queue/accepted',
          'active/agentJoined',
        ]).flat();
      for (const n of [1, 2, 3]) await round(n);
      const turns = [1, 2, 3].flatMap((n) => [`question ${n}`, `answer ${n}`, `agent ${n}`]);
      await story.showsInEngage(...turns);
    });

    it('works as the first call of a session', async () => {
      const story = aStory();
      await story.isHandedOver();
      await story.showsInEngage('[The customer asks for an agent]');
      const received = aStory();
      const transcript = [
        { author: 'user', text: 'one', sentAt: '2026-03-02T09:00:00Z' },
        { author: 'bot', text: 'two', sentAt: '2026-03-02T09:00:01Z' },
        { author: 'user', text: 'three', sentAt: '2026-03-02T09:00:02Z' },
      ];
      await received.isHandedOver({ transcript, summary: 'Counting' });
      await received.showsInEngage('one', 'two', 'Handover\nSummary: Counting', 'three');
    });

    it('answers 200 and the same handover while one runs', async () => {
      const story = aStory();
      const { body } = await story.handOver();
      const again = await world.acme.v1.post('/v1/handovers', { sessionId: story.sessionId, userId: story.userId });
      expect(again).toMatchObject({ status: 200, body });
    });

    it('is cancelled by the bot side while it waits', async () => {
      const story = aStory();
      await story.says('user', 'Hello');
      await story.isHandedOver();
      await story.post('/v1/handovers/cancel');
      await story.hears('queue/accepted', 'cancelled/cancelled');
      await eventually(async () => expect(await story.categories()).toEqual([seed().botCategoryId]));
      await expect(story.agent('mara', 'take')).rejects.toThrow('403');
      expect(await world.acme.v1.post('/v1/handovers/cancel', { sessionId: story.sessionId })).toMatchObject({
        status: 404,
      });
    });

    it('is closed by the bot side together with the case of the agents', async () => {
      const story = aStory();
      await story.says('user', 'Hello');
      await story.isHandedOver();
      await story.agentAnswers('mara', 'Mara here');
      await story.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here');
      await story.post('/v1/handovers/close');
      await story.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here', 'completed/completed');
      await eventually(async () => expect(await story.categories()).toEqual([seed().botCategoryId]));
      expect(world.acme.engage.state.openIntervention(await story.threadId())).toBeUndefined();
      expect(world.acme.engage.ledger.find({ kind: 'rest', name: '/close', status: 200 })).not.toEqual([]);
    });

    it('is cancelled in Engage when no one has replied yet', async () => {
      const story = aStory();
      await story.says('user', 'Hello');
      await story.isHandedOver();
      await eventually(() => story.agent('mara', 'take'));
      await story.agent('mara', 'engage');
      await story.isIn('active');
      await story.post('/v1/handovers/close');
      await story.isIn('bot');
      const threadId = await story.threadId();
      const { state } = world.acme.engage;
      await eventually(() =>
        expect(state.interventions.find((intervention) => intervention.thread_id === threadId)).toBeUndefined(),
      );
    });

    it('leaves the case of the agents open if the bot side requests that', async () => {
      const story = aStory();
      await story.says('user', 'Hello');
      await story.isHandedOver({ options: { closeAgentSide: false } });
      await story.agentAnswers('mara', 'Mara here');
      await story.isIn('active');
      await story.post('/v1/handovers/close');
      await eventually(async () => expect(await story.categories()).toEqual([seed().botCategoryId]));
      expect(world.acme.engage.state.openIntervention(await story.threadId())).toBeDefined();
    });

    it('notifies the agent when the customer joins and leaves, only during a handover', async () => {
      const story = aStory();
      await story.says('user', 'Hello');
      await story.post('/v1/events', { type: 'user_disconnected' });
      await story.isHandedOver();
      await story.post('/v1/events', { type: 'user_disconnected' });
      await story.post('/v1/events', { type: 'user_connected' });
      await story.showsInEngage('Hello', 'User left the conversation', 'User joined the conversation');
    });

    it('continues with another agent', async () => {
      const story = aStory();
      await story.says('user', 'Hello');
      await story.isHandedOver();
      await story.agentAnswers('mara', 'Mara here');
      await story.isIn('active');
      await story.agent('mara', 'transfer', { to: 'jonas' });
      await story.agentAnswers('jonas', 'Jonas now');
      await eventually(() => expect(story.heard()).toContain('active/agentTransferred'));
      await eventually(() => expect(story.heard()).toContain('agent: Jonas now'));
      expect(story.heard().filter((line) => line.endsWith('agentJoined'))).toHaveLength(1);
      await story.agent('jonas', 'complete');
      await eventually(() => expect(story.heard().at(-1)).toBe('completed/completed'));
    });

    it('stays with the agents while it is deferred', async () => {
      const story = aStory();
      await story.says('user', 'Hello');
      await story.isHandedOver();
      await story.agentAnswers('mara', 'I must ask');
      await story.isIn('active');
      await story.agent('mara', 'defer', { seconds: 3_600 });
      const { ledger } = world.acme.engage;
      const threadId = await story.threadId();
      await eventually(() =>
        expect(ledger.find({ kind: 'webhook', name: 'task.completed', text: threadId, status: 200 })).not.toEqual([]),
      );
      expect(await story.says('user', 'Still there?')).toMatchObject({ body: { route: 'agent', state: 'active' } });
      await eventually(async () => expect((await story.inEngage()).at(-1)).toBe('Still there?'));
      await story.agentAnswers('mara', 'Found it');
      await eventually(() => expect(story.heard().at(-1)).toBe('agent: Found it'));
      await story.agent('mara', 'complete');
      await eventually(() => expect(story.heard().at(-1)).toBe('completed/completed'));
      expect(story.heard().filter((line) => line.startsWith('completed'))).toHaveLength(1);
    });

    it('sends the position in the queue and the wait in milliseconds', async () => {
      await control(world.acme, 'PATCH', '/switches', { queue: { secondsPerPosition: 45 } });
      const story = aStory();
      await story.says('user', 'Hello');
      await story.isHandedOver();
      const updates = (): unknown[] =>
        story.events('handover.status').flatMap(({ data }) => ('position' in data ? [data] : []));
      await eventually(() => expect(updates()).not.toEqual([]));
      const { position, estimatedWaitTime } = updates()[0] as { position: number; estimatedWaitTime: number };
      expect(position).toBeGreaterThan(0);
      expect(estimatedWaitTime).toBe(position * 45_000);
      expect(story.events()[0]?.data['event']).toBe('accepted');
      const status = await world.acme.v1.get(`/v1/conversations/${story.sessionId}`);
      expect(status.body).toMatchObject({ state: 'queue', handover: { status: 'queue', position, estimatedWaitTime } });
    });

    it('passes on text of every script, markup and length unchanged', async () => {
      const story = aStory();
      const texts = [
        '👩‍👩‍👧‍👦 🇩🇪 e\u0301',
        'مرحبا بالعالم \u200fשלום',
        '<b>not bold</b> &amp; <script>alert(1)</script>',
        'a\tb\n\nc',
      ];
      for (const text of texts) await story.says('user', text);
      await story.isHandedOver();
      await story.showsInEngage(...texts);
      await story.agentAnswers('mara', ...texts);
      await eventually(() => expect(story.events('agent.message').map(({ data }) => data['text'])).toEqual(texts));
    });

    it('splits a message of 50,000 characters and keeps the order', async () => {
      const story = aStory();
      const words = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0'));
      const long = words.join(' ').slice(0, 49_999) + '.';
      await story.says('user', 'before');
      await story.says('user', long);
      await story.says('user', 'after');
      await story.isHandedOver();
      const shown = await eventually(async () => {
        const texts = await story.inEngage();
        expect(texts).toHaveLength(5);
        return texts;
      });
      expect(shown[0]).toBe('before');
      expect(shown.slice(1, 4).join('').replaceAll(' ', '')).toBe(long.replaceAll(' ', ''));
      expect(shown[4]).toBe('after');
    });

    it('lists files that cannot be read, with reason and address', async () => {
      const story = aStory();
      const attachments = [
        { url: `${world.acme.engage.url}/a.png`, type: 'image' },
        { url: 'http://127.0.0.1:1/b.pdf', filename: 'b.pdf' },
      ];
      await story.says('user', 'Look:', { attachments });
      await story.isHandedOver();
      await story.showsInEngage(
        [
          'Look:',
          `[File not passed on: a.png – The file no longer exists, or is not public] ${world.acme.engage.url}/a.png`,
          '[File not passed on: b.pdf – The host of the file cannot be reached] http://127.0.0.1:1/b.pdf',
        ].join('\n'),
      );
    });
  },
);

describe('a handover', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ switches: { taskMode: false } });
  });
  afterAll(() => world.stop());

  it('works in folders instead of tasks', async () => {
    const story = new Story(world, 'folder');
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await story.agent('mara', 'engage');
    await story.hears('queue/accepted', 'active/agentJoined');
    await story.agent('mara', 'reply', { body: 'Mara here' });
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here');
    await story.agent('mara', 'complete');
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here', 'completed/completed');
  });

  it('is refused while handovers are paused; a running one continues', async () => {
    const running = new Story(world, 'running');
    await running.says('user', 'Hello');
    await running.isHandedOver();
    await running.agent('mara', 'engage');
    await world.admin.call('PATCH', '/admin/tenants/acme', { handover: { enabled: false } });
    const refused = await eventually(async () => {
      const answer = await world.acme.v1.post('/v1/handovers', { sessionId: 'late', userId: 'u' });
      expect(answer.status).toBe(409);
      return answer;
    });
    expect(refused.body).toMatchObject({ handover: { status: 'error', error: { reason: 'disabled' } } });
    await running.agent('mara', 'reply', { body: 'Mara here' });
    await running.agent('mara', 'complete');
    await running.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here', 'completed/completed');
    await world.admin.call('PATCH', '/admin/tenants/acme', { handover: { enabled: true } });
  });
});
