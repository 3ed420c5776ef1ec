import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReconcileHandovers } from '#handover';
import { control, eventually, startWorld, Story, type World } from './harness/index.js';

const CLOSING = ['intervention.closed', 'task.completed'];

describe('closing events', () => {
  let world: World;
  let sessions = 0;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    await control(world.acme, 'DELETE', '/faults');
    await control(world.acme, 'PATCH', '/switches', { webhooks: { drop: [], duplicate: 'off' } });
  });

  const drop = (...types: string[]): Promise<unknown> =>
    control(world.acme, 'PATCH', '/switches', { webhooks: { drop: types } });
  const botCategory = (): string[] => [world.acme.engage.seed.botCategoryId];
  const ENDED = ['queue/accepted', 'active/agentJoined', 'agent: Mara here', 'completed/completed'];

  /** A customer whom an agent has answered. */
  async function aStoryWithMara(): Promise<Story> {
    const story = new Story(world, `s-${++sessions}`);
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await story.agentAnswers('mara', 'Mara here');
    await story.hears(...ENDED.slice(0, 3));
    return story;
  }

  /** Runs the job of every minute now, with every handover due. */
  async function reconcile(): Promise<void> {
    await world.database.dataSource.query(
      "UPDATE handovers SET started_at = started_at - interval '2 minutes', checked_at = NULL WHERE ended_at IS NULL",
    );
    await world.connectors[0]?.app?.get(ReconcileHandovers, { strict: false }).run(new AbortController().signal);
  }

  it('may be lost: the handover ends by reconciliation, once', async () => {
    await drop(...CLOSING);
    const story = await aStoryWithMara();
    const other = await aStoryWithMara();
    await story.agent('mara', 'complete');
    await reconcile();
    await story.hears(...ENDED);
    await eventually(async () => expect(await story.categories()).toEqual(botCategory()));
    await reconcile();
    expect(story.heard()).toEqual(ENDED);
    expect(await other.state()).toBe('active');
    const { body } = await world.acme.v1.get(`/v1/conversations/${story.sessionId}`);
    expect(body).toMatchObject({ state: 'bot', handover: { status: 'completed', endCause: 'reconciliation' } });
  });

  it('may be lost together with all other events', async () => {
    await drop('intervention.*', 'task.*');
    const story = await aStoryWithMara();
    await story.agent('mara', 'complete');
    await reconcile();
    await story.hears(...ENDED);
  });

  it.each([
    ['of tasks', 'intervention.*'],
    ['of interventions', 'task.*'],
  ])('%s alone suffice', async (_, dropped) => {
    await drop(dropped);
    const story = await aStoryWithMara();
    await story.agent('mara', 'complete');
    await story.hears(...ENDED);
    await eventually(async () => expect(await story.categories()).toEqual(botCategory()));
  });

  it('that come late do not end the next handover', async () => {
    const story = await aStoryWithMara();
    for (const match of CLOSING) await control(world.acme, 'POST', '/faults', { on: 'webhook', match, status: 500 });
    await story.agent('mara', 'complete');
    await story.post('/v1/handovers/close');
    await story.hears(...ENDED);
    await eventually(async () => expect(await story.categories()).toEqual(botCategory()));
    await control(world.acme, 'POST', '/clock/advance', { seconds: 2 });
    await story.says('user', 'Hello again');
    await story.isHandedOver();
    await control(world.acme, 'POST', '/clock/advance', { seconds: 40 });
    const { ledger } = world.acme.engage;
    const threadId = await story.threadId();
    for (const name of CLOSING)
      await eventually(() =>
        expect(ledger.find({ kind: 'webhook', name, text: threadId, status: 200 })).not.toEqual([]),
      );
    expect(await story.state()).toBe('queue');
    expect(story.heard()).toEqual([...ENDED, 'queue/accepted']);
    await story.agentAnswers('mara', 'Mara again');
    await story.agent('mara', 'complete');
    await story.hears(...ENDED, 'queue/accepted', 'active/agentJoined', 'agent: Mara again', 'completed/completed');
  });

  it('that come before Engage has confirmed the conversation are kept', async () => {
    const story = new Story(world, `s-${++sessions}`);
    await story.says('user', 'Hello');
    await story.showsInEngage('Hello');
    const { agentCategoryId } = world.acme.engage.seed;
    await control(world.acme, 'POST', '/faults', {
      on: 'rest',
      match: 'update_categories',
      network: 'reset',
      when: 'after',
      count: 2,
    });
    await story.handOver();
    await eventually(async () => expect(await story.categories()).toEqual([agentCategoryId]));
    await story.agentAnswers('mara', 'That was quick');
    await story.agent('mara', 'complete');
    await eventually(() => expect(story.heard().at(-1)).toBe('completed/completed'));
    await eventually(async () => expect(await story.categories()).toEqual(botCategory()));
    expect(story.heard().filter((line) => line.startsWith('completed'))).toHaveLength(1);
    expect(story.heard()).toContain('agent: That was quick');
  });

  it('do not block an agent’s goodbye', async () => {
    const story = await aStoryWithMara();
    await story.agent('mara', 'complete');
    await story.hears(...ENDED);
    await story.agent('mara', 'reply', { body: 'Goodbye', force: true });
    await story.hears(...ENDED, 'agent: Goodbye');
    expect(await story.state()).toBe('bot');
  });

  it('of other sources and unknown kinds change nothing', async () => {
    const story = await aStoryWithMara();
    const thread_id = await story.threadId();
    const emit = (type: string, source_id: string): Promise<unknown> =>
      control(world.acme, 'POST', '/events', {
        type,
        resource: { type: 'intervention', id: 'i-1', metadata: { source_id, thread_id } },
      });
    const { nativeSourceId, sourceId } = world.acme.engage.seed;
    await emit('intervention.closed', nativeSourceId);
    await emit('intervention.custom_fields_updated', sourceId);
    const { ledger } = world.acme.engage;
    await eventually(() => expect(ledger.find({ kind: 'webhook', text: 'i-1', status: 200 })).not.toEqual([]));
    expect(await story.state()).toBe('active');
  });
});

describe('an agent’s message in an unknown thread', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('fails at once, so that the agent sees it', async () => {
    const story = new Story(world, 's');
    await story.says('user', 'Hello');
    await story.isHandedOver(); // creates the identity that agents write as
    const { sourceId } = world.acme.engage.seed;
    const message = { text: 'Hi', thread: 'stranger', sourceId };
    await control(world.acme, 'POST', '/customer/messages', message);
    const { id } = await control<{ id: string }>(world.acme, 'POST', '/agents/mara/reply', {
      thread: 'stranger',
      body: 'Hello?',
      force: true,
    });
    const { state, ledger } = world.acme.engage;
    await eventually(() =>
      expect(state.contents.require(id)).toMatchObject({
        synchronization_status: 'export_failure',
        synchronization_error: 'No conversation of this tenant belongs to the thread.',
      }),
    );
    expect(ledger.find({ kind: 'sdk', name: 'messages.create', text: id })).toHaveLength(1);
    expect(world.acme.bot.events.filter(({ type }) => type === 'agent.message')).toEqual([]);
  });
});
