import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BotEvent,
  control,
  eventually,
  pick,
  randomFrom,
  seed,
  startWorld,
  Story,
  type World,
} from './harness/index.js';

const CONVERSATIONS = 8;
const STEPS = 30;
const TERMINAL = ['completed', 'cancelled', 'error'];

/** Faults around the connector, all the time. */
const FAULTS = [
  { on: 'send', status: 500 },
  { on: 'send', network: 'reset' },
  { on: 'send', network: 'reset', when: 'after' },
  { on: 'rest', status: 500 },
  { on: 'rest', network: 'reset', when: 'after' },
  { on: 'rest', match: 'update_categories', status: 409 },
  { on: 'rest', match: 'update_categories', network: 'reset', when: 'after' },
  { on: 'sdk', match: 'messages.create', network: 'hang', when: 'after' },
  { on: 'webhook', status: 500 },
  { on: 'webhook', status: 500, when: 'after' },
];

describe(`whatever customers, bots and agents do while calls fail, seed ${seed}`, () => {
  const random = randomFrom(seed);
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      environment: { LOG_LEVEL: 'fatal' },
      switches: {
        sdk: { retryGapMs: 100 },
        webhooks: { shuffle: true, duplicate: 'event', retrySeconds: [0.2, 0.2, 0.2, 0.2, 0.2] },
      },
    });
  });
  afterAll(() => world.stop());

  it('keeps every promise', async () => {
    const stories = Array.from({ length: CONVERSATIONS }, (_, n) => new Story(world, `storm-${n}`));
    const said = new Map(stories.map((story) => [story, [] as string[]]));
    await Promise.all(
      stories.map(async (story) => {
        for (let step = 0; step < STEPS; step++) await act(story, said.get(story) ?? [], step);
      }),
    );
    await control(world.acme, 'DELETE', '/faults');
    for (const story of stories) await story.tenant.v1.post('/v1/handovers/close', { sessionId: story.sessionId });
    await eventually(async () => {
      for (const [story, texts] of said) {
        expect(await customerTexts(story)).toEqual(texts);
        expect(story.events('agent.message').map(({ data }) => data['text'])).toEqual(await agentTexts(story));
        expect(await story.categories()).toEqual([world.acme.engage.seed.botCategoryId]);
        expect(await story.state()).toBe('bot');
      }
    });
    await eventually(() => stories.forEach((story) => expectOneEndEach(story.events())));
  });

  /** A random action of a customer, bot or agent; one that is not possible at the moment is refused. */
  async function act(story: Story, said: string[], step: number): Promise<void> {
    const { sessionId, userId, tenant } = story;
    const desk = (action: string, body: object = {}): Promise<unknown> =>
      story.agent(pick(['mara', 'jonas'], random), action, body).catch(() => undefined);
    const talk = async (): Promise<void> => {
      const text = `customer ${step}`;
      said.push(text);
      await story.says('user', text);
    };
    const actions = [
      ...[talk, talk, talk, () => story.says('bot', `bot ${step}`)],
      ...[1, 2, 3].map(() => () => tenant.v1.post('/v1/handovers', { sessionId, userId })),
      ...['cancel', 'close'].map((end) => () => tenant.v1.post(`/v1/handovers/${end}`, { sessionId })),
      ...['take', 'take', 'take', 'complete', 'complete', 'cancel'].map((action) => () => desk(action)),
      ...[1, 2, 3].map(() => () => desk('reply', { body: `agent ${step}` })),
      () => desk('defer', { seconds: 1 }),
      () => desk('transfer'),
      () => control(world.acme, 'POST', '/faults', pick(FAULTS, random)),
    ];
    await pick(actions, random)();
    await pause(random() * 60); // so that actions overlap in many ways
  }

  async function customerTexts(story: Story): Promise<string[]> {
    return (await story.inEngage()).filter((text) => text.startsWith('customer'));
  }

  async function agentTexts(story: Story): Promise<string[]> {
    return (await story.inEngage()).filter((text) => text.startsWith('agent'));
  }

  /** Every handover is accepted at most once, then joined at most once, then ended exactly once, and silent afterwards. */
  function expectOneEndEach(events: readonly BotEvent[]): void {
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const statuses = events.filter(({ type }) => type === 'handover.status');
    const handovers = Map.groupBy(statuses, ({ data }) => data['handoverId']);
    for (const received of handovers.values()) {
      const names = received.map(({ data }) => String(data['event']));
      for (const once of ['accepted', 'agentJoined'])
        expect(names.filter((name) => name === once).length, names.join()).toBeLessThanOrEqual(1);
      expect(
        names.filter((name) => TERMINAL.includes(name)),
        names.join(),
      ).toEqual([names.at(-1)]);
    }
  }
});
