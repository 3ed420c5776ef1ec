import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually, shiftClock } from '../harness/index.js';
import { RuleWorld, WITH_MARA } from './rule-world.js';

describe('an event of Engage that starts a handover starts it at the event’s own time', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start({ tenant: { handover: { onReopen: 'rejoin' } } });
  });
  afterAll(() => rules.stop());
  beforeEach(() => rules.switch({ taskMode: true, webhooks: { batchMs: 0 } }));

  /** All events until delivery come in one webhook, five seconds late. */
  const inOneLateWebhook = (): Promise<unknown> => rules.switch({ taskMode: false, webhooks: { batchMs: 5_000 } });
  const deliver = (): Promise<unknown> => rules.sim('POST', '/clock/advance', { seconds: 5 });

  it('so that a close in the same late webhook ends it', async () => {
    const ada = await rules.aNativeCustomer();
    await inOneLateWebhook();
    await ada.agent('mara', 'engage');
    await ada.agent('mara', 'reply', { body: 'Mara here' });
    await ada.agent('mara', 'complete');
    await deliver();
    await ada.botHears('user: Hello', 'active/agentJoined', 'completed/completed');
    await ada.isIn('bot');
    expect(await ada.isAnswered('Hi again')).toMatchObject({ status: 202, body: { route: 'bot' } });
    await ada.sees('Hello', 'Mara here', 'Hi again');
  });

  it('also when an agent joins again', async () => {
    const story = await rules.aStoryWithMara();
    await story.agent('mara', 'complete');
    await story.hears(...WITH_MARA);
    await rules.isBackAtTheBot(story);
    await inOneLateWebhook();
    await story.agent('mara', 'engage');
    await story.agent('mara', 'complete');
    await deliver();
    await story.hears(...WITH_MARA, 'active/agentJoined', 'completed/completed');
    await rules.isBackAtTheBot(story);
  });
});

describe('times are compared only if they come from one clock', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start();
  });
  afterAll(() => rules.stop());
  beforeEach(() => rules.switch({ routing: { takesAtOnce: '' } }));

  const lag = (ms: number): Promise<unknown> => rules.sim('PUT', '/clock', { offsetMs: -ms });

  /** Waits for the next second on Engage's clock. */
  async function nextSecond(): Promise<void> {
    const { now } = await rules.sim<{ now: string }>('GET', '/clock');
    await rules.sim('POST', '/clock/advance', { ms: 1_001 - (Date.parse(now) % 1_000) });
  }

  it('a close that is repeated within the same second of Engage does not end the next handover', async () => {
    await lag(2_400);
    await rules.switch({ categorizingMs: 0 }); // nothing takes longer than the second
    const story = await rules.aStoryWithMara();
    await rules.sim('POST', '/faults', { on: 'webhook', match: 'task.completed', status: 500 });
    await nextSecond();
    await story.agent('mara', 'complete');
    await story.hears(...WITH_MARA);
    await story.isHandedOver();
    await rules.sim('POST', '/clock/advance', { seconds: 40 });
    await rules.arrives('task.completed', await story.threadId());
    expect(await story.state()).toBe('queue');
    await story.agentAnswers('mara', 'Mara again');
    const again = [...WITH_MARA, 'queue/accepted', 'active/agentJoined', 'agent: Mara again'];
    await story.hears(...again);
    await story.agent('mara', 'complete');
    await story.hears(...again, 'completed/completed');
  });

  it.each([400, 2_400])('an agent who joins at once is noticed while Engage’s clock is %d ms behind', async (ms) => {
    await lag(ms);
    await rules.switch({ routing: { takesAtOnce: 'Mara' } });
    const story = rules.aStory();
    await story.says('user', 'Hello');
    await story.showsInEngage('Hello');
    await eventually(() => expect(Date.now() % 1_000).toBeGreaterThan(ms % 1_000)); // both clocks show the same second
    await story.isHandedOver();
    await story.hears('queue/accepted', 'active/agentJoined');
    await story.agent('mara', 'reply', { body: 'Mara here' });
    await story.hears(...WITH_MARA.slice(0, -1));
    await story.agent('mara', 'complete');
    await story.hears(...WITH_MARA);
  });
});

describe('a worker whose clock is ten minutes ahead', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start({ environment: { ROLE: 'api' } });
  });
  afterAll(() => rules.stop());

  it('and is killed at the start does not prevent the end of a handover', async () => {
    const { world } = rules;
    const ahead = await world.addConnector({ ROLE: 'worker' });
    shiftClock(ahead, 600_000);
    const lost = { on: 'rest', match: 'update_categories', when: 'after', network: 'reset', count: 0 };
    await rules.sim('POST', '/faults', lost);
    const story = rules.aStory();
    await story.says('user', 'Hello');
    await story.handOver();
    await eventually(async () => expect(await story.categories()).toEqual([rules.seed.agentCategoryId]));
    await ahead.stop();
    await rules.sim('DELETE', '/faults');
    await world.addConnector({ ROLE: 'worker' });
    await story.agentAnswers('mara', 'Mara here');
    await story.agent('mara', 'complete');
    await eventually(() => expect(story.heard().at(-1)).toBe('completed/completed'));
    await rules.isBackAtTheBot(story);
  });
});
