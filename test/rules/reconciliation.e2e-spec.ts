import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually, letPass, type Story } from '../harness/index.js';
import { RuleWorld, WITH_MARA } from './rule-world.js';

/** Seconds between two runs: the second one starts a little earlier in its minute than the first. */
const BETWEEN_RUNS = 59.5;
const CLOSING = ['intervention.closed', 'task.completed', 'task.destroyed'];

describe('reconciliation', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start();
  });
  afterAll(() => rules.stop());
  beforeEach(async () => {
    await rules.lose();
    await rules.switch({ taskMode: true, interventionClosingSeconds: 432_000 });
  });

  /** Runs the job as if two minutes had passed. */
  async function laterRun(): Promise<void> {
    await letPass(rules.world, 120);
    await rules.reconcile();
  }

  const permit = (...rights: string[]): Promise<unknown> =>
    rules.sim('PUT', `/sources/${rules.seed.sourceId}`, { permissions: { [rules.seed.tokenUserId]: rights } });

  /** Calls of Engage's REST API since `after`, e.g. `GET /1.0/interventions`. */
  const calls = (name: string, after: number): object[] => rules.engage.ledger.find({ kind: 'rest', name, after });
  const lastCall = (): number => rules.engage.ledger.find().at(-1)?.seq ?? 0;

  it('does not treat empty lists as an end: a lost read right causes them', async () => {
    await rules.switch({ taskMode: false }); // the intervention is known since the join
    const [active, waiting] = [await rules.aStoryWithMara(), await rules.aWaitingStory()];
    await permit();
    await laterRun();
    await permit('read', 'reply', 'initiate_discussion');
    expect([await active.state(), await waiting.state()]).toEqual(['active', 'queue']);
    await rules.lose(...CLOSING);
    await active.agent('mara', 'complete');
    await laterRun();
    await active.hears(...WITH_MARA);
    expect(await waiting.state()).toBe('queue');
  });

  it('does not treat a wrap-up edit of the previous intervention as an end', async () => {
    await rules.switch({ interventionClosingSeconds: 0 });
    const story = await rules.aStoryWithMara();
    await story.agent('mara', 'complete');
    await story.hears(...WITH_MARA);
    await rules.isBackAtTheBot(story);
    await rules.sim('POST', '/clock/advance', { seconds: 2 });
    await story.says('user', 'One more thing');
    await story.isHandedOver();
    await rules.sim('POST', '/clock/advance', { seconds: 2 });
    const threadId = await story.threadId();
    const closed = rules.engage.state.interventions.findLast((one) => one.thread_id === threadId);
    await rules.rest('PUT', `/interventions/${closed?.id ?? ''}`, [['custom_field_values[outcome]', 'solved']]);
    await laterRun();
    expect(await story.state()).toBe('queue');
    expect(story.heard().at(-1)).toBe('queue/accepted');
  });

  it('keeps the thread of an open intervention when one message is imported elsewhere', async () => {
    const story = await rules.aStoryWithMara();
    const threadId = await story.threadId();
    const [said] = rules.engage.state.contentsOf(threadId);
    const elsewhere = { thread_id: 'f00000000000000000000001', source_id: rules.seed.sourceId };
    const metadata = { id: 'f00000000000000000000002', foreign_id: said?.foreign_id, ...elsewhere };
    await rules.sim('POST', '/events', {
      type: 'content.imported',
      resource: { type: 'sdk/message', id: metadata.id, metadata },
    });
    await rules.arrives('content.imported', elsewhere.thread_id);
    expect((await story.conversation()).engageThreadId).toBe(threadId);
    await laterRun();
    expect(await story.state()).toBe('active');
    await story.agent('mara', 'complete');
    await story.hears(...WITH_MARA);
  });

  it.each<[string, (story: Story) => Promise<unknown>]>([
    ['closes the thread', async (story) => rules.sim('POST', `/threads/${await story.threadId()}/close`)],
    ['moves the thread to Bot', async (story) => rules.moveTo(story, rules.seed.botCategoryId)],
  ])('frees the bot when a supervisor %s while the customer waits', async (_, act) => {
    const story = await rules.aWaitingStory();
    const other = await rules.aWaitingStory();
    await rules.lose('task.*', 'intervention.*');
    await act(story);
    await laterRun();
    await story.hears('queue/accepted', 'completed/completed');
    await rules.isBackAtTheBot(story);
    expect(await story.says('user', 'Hello bot')).toMatchObject({ body: { route: 'bot' } });
    expect(await other.state()).toBe('queue');
  });

  it('asks about every open handover in every run, from the first minute, with few calls', async () => {
    await rules.world.database.dataSource.query('UPDATE handovers SET ended_at = now() WHERE ended_at IS NULL');
    // more than the 20 threads that are read per list of interventions
    const stories = await Promise.all(Array.from({ length: 23 }, () => rules.aWaitingStory()));
    for (let run = 0; run < 3; run++) {
      const before = lastCall();
      await rules.reconcile();
      const asked = JSON.stringify(calls('GET /1.0/interventions', before));
      const read = JSON.stringify(calls('GET /1.0/content_threads/', before));
      for (const story of stories) {
        expect(asked).toContain(await story.threadId());
        expect(read).toContain(await story.threadId());
      }
      expect(calls('GET /1.0/', before).length).toBeLessThanOrEqual(2 + stories.length);
      await letPass(rules.world, BETWEEN_RUNS);
    }
    await rules.lose('task.*', 'intervention.*');
    for (const story of stories) await rules.sim('POST', `/threads/${await story.threadId()}/close`);
    await rules.reconcile();
    for (const story of stories) await story.hears('queue/accepted', 'completed/completed');
  });

  it('repairs within the first minute of a handover', async () => {
    const story = await rules.aStoryWithMara();
    await rules.lose(...CLOSING);
    await story.agent('mara', 'complete');
    await rules.reconcile();
    await story.hears(...WITH_MARA);
  });

  it.each([
    ['', []],
    [' and no event has linked the thread', ['content.imported']],
  ])(
    'returns a thread whose start Engage executed after 13 seconds, although it was cancelled in the meantime%s',
    async (_, lost) => {
      await rules.lose(...lost);
      const story = rules.aStory();
      await story.says('user', 'Hello');
      await rules.isQuiet();
      const { engage, seed } = rules;
      const late = { on: 'rest', match: 'update_categories', when: 'later', delayMs: 13_000, count: 0 };
      const before = lastCall();
      await rules.sim('POST', '/faults', late);
      await story.handOver();
      await eventually(() => expect(pendingSince(before)).not.toEqual([]));
      await story.post('/v1/handovers/cancel');
      await rules.sim('DELETE', '/faults');
      await story.hears('cancelled/cancelled');
      await rules.isQuiet();
      const thread = engage.state.threads.findLast(() => true);
      expect(thread?.thread_category_ids).toEqual([seed.botCategoryId]);
      await rules.sim('POST', '/clock/advance', { seconds: 13 });
      await eventually(() => expect(thread?.thread_category_ids).toEqual([seed.agentCategoryId]));
      await rules.reconcile();
      await eventually(() => expect(thread?.thread_category_ids).toEqual([seed.botCategoryId]));
      await story.hears('cancelled/cancelled');
    },
  );

  /** Requests whose connection was cut and that Engage will execute. */
  const pendingSince = (after: number): object[] =>
    rules.engage.ledger.find({ kind: 'note', name: 'is carried out later', after });
});
