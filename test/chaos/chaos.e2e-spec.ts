import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control, eventually, pick, randomFrom, seed } from '../harness/index.js';
import { isReported, writeSection } from '../harness/reliability-document.js';
import { ChaosConversation } from './conversation.js';
import { ChaosWorld } from './chaos-world.js';
import { judge, type Verdict } from './checker.js';
import { EngageTraffic } from './engage-traffic.js';
import { EPISODES, SLOW_EPISODES, WORKER_IS_KILLED } from './episodes.js';
import { Standstill } from './standstill.js';

/** `npm run chaos -- --messages N --seed S` sends more, or repeats the same faults. */
const MESSAGES = Number(process.env['CHAOS_MESSAGES'] ?? 120);
/**
 * In long runs the effect of killed workers is measured, and Engage suspends webhooks: then the reconciliation resumes
 * bots, which takes up to two minutes.
 */
const LONG = MESSAGES > 1_000;
const FAULTS = LONG ? { ...EPISODES, ...SLOW_EPISODES } : EPISODES;
/** Conversations of each tenant. */
const CONVERSATIONS = LONG ? 16 : 4;
/** The share of the first conversation of each tenant in its messages. */
const HOT = LONG ? 1 / 8 : 1 / 2;
const ARRIVED_MS = 60_000;
/** Time limit if only the reconciliation can find them. */
const FOUND_MS = 150_000;
/** A conversation continues within this time after a worker is killed, in milliseconds. */
const MOVING_AGAIN_MS = 5_000;
/** Disk space for the rows of one message. */
const MB_PER_MESSAGE = 0.01;
const NOTHING: Verdict = { lost: [], duplicated: [], reordered: [], leaked: [], stuck: [] };
const KINDS = Object.keys(NOTHING) as (keyof Verdict)[];

describe(`${MESSAGES} messages in chaos, seed ${seed}`, () => {
  const random = randomFrom(seed);
  const episodes: string[] = [];
  let chaos: ChaosWorld;
  let conversations: ChaosConversation[];
  let traffic: EngageTraffic;
  let standstill: Standstill;
  beforeAll(async () => {
    chaos = await ChaosWorld.start({ suspendsWebhooks: LONG, diskMb: 64 + MESSAGES * MB_PER_MESSAGE });
    traffic = new EngageTraffic(chaos.world.tenants);
    conversations = chaos.world.tenants.flatMap((tenant) =>
      Array.from({ length: CONVERSATIONS }, (_, n) => new ChaosConversation(chaos, tenant, `c-${n}`)),
    );
    standstill = new Standstill(conversations);
  }, 120_000);
  afterAll(() => chaos?.stop());

  /** Number of messages of a conversation, in both directions together. */
  const shareOf = (index: number): number => {
    const ofTenant = MESSAGES / 2;
    return Math.ceil(index % CONVERSATIONS === 0 ? ofTenant * HOT : (ofTenant * (1 - HOT)) / (CONVERSATIONS - 1));
  };

  async function talk(conversation: ChaosConversation, messages: number): Promise<void> {
    await conversation.customerSays();
    await conversation.isHandedOver();
    for (let n = 1; n < messages; n++) await (n % 3 === 0 ? conversation.agentSays(n) : conversation.customerSays());
  }

  it(
    'are delivered once, in order, to the correct tenant, and every bot is resumed once',
    async () => {
      const startedAt = performance.now();
      let isOver = false;
      const talking = Promise.all(conversations.map((one, index) => talk(one, shareOf(index)))).finally(
        () => (isOver = true),
      );
      talking.catch(() => undefined); // awaited below
      while (!isOver) {
        const name = pick(Object.keys(FAULTS), random);
        episodes.push(name);
        if (LONG && name === WORKER_IS_KILLED) await standstill.afterDeath(chaos, random);
        else await FAULTS[name]?.(chaos, random);
        await pause(random() * 300);
        traffic.observe();
      }
      await talking;
      for (const tenant of chaos.world.tenants) await control(tenant, 'DELETE', '/faults');
      await judged(['lost']); // a customer's message that is still being delivered would reopen the agents' case
      await end();
      const verdict = await judged(KINDS);
      traffic.observe();
      if (isReported()) await writeSection('chaos', reportOf(verdict, performance.now() - startedAt));
      expect(verdict, `after ${episodes.join(', ')}`).toEqual(NOTHING);
      expect(standstill.longestMs).toBeLessThan(MOVING_AGAIN_MS);
      expect(traffic.overBudget).toBe(0);
      expect(traffic.errorRatio, traffic.refused.join()).toBeLessThan(0.01);
    },
    300_000 + MESSAGES * 200,
  );

  /** The agents complete; in long runs, Engage's events about it are lost for every second tenant. */
  async function end(): Promise<void> {
    for (const tenant of chaos.world.tenants.slice(LONG ? 1 : chaos.world.tenants.length))
      await control(tenant, 'PATCH', '/switches', { webhooks: { drop: ['intervention.*', 'task.*'] } });
    for (const { story } of conversations) await eventually(() => story.agent('mara', 'complete'), FOUND_MS);
  }

  /** Resolves once there are no errors of these kinds, or the time is over. */
  async function judged(kinds: readonly (keyof Verdict)[]): Promise<Verdict> {
    const isFound = LONG || conversations.some(({ notBrought }) => notBrought.length > 0);
    const until = performance.now() + (isFound ? FOUND_MS : ARRIVED_MS);
    for (;;) {
      const verdict = await judge(conversations);
      if (performance.now() > until || kinds.every((kind) => verdict[kind].length === 0)) return verdict;
      await pause(200);
    }
  }

  function reportOf(verdict: Verdict, milliseconds: number): string {
    const sent = conversations.map(({ toEngage, toBot }) => toEngage.length + toBot.length);
    const found = conversations.reduce((sum, { notBrought }) => sum + notBrought.length, 0);
    const rows = [
      ['messages acknowledged', sent.reduce((sum, one) => sum + one, 0).toLocaleString('en')],
      ["agents' messages that Engage could not deliver, read from its threads", found.toLocaleString('en')],
      ['seed', String(seed)],
      ...Object.entries(Object.groupBy(episodes, (name) => name)).map(([name, times]) => [name, `${times?.length} ×`]),
      ...Object.entries(verdict).map(([name, those]: [string, readonly string[]]) => [name, String(those.length)]),
      [
        `longest standstill after ${standstill.deaths} deaths of workers`,
        `${(standstill.longestMs / 1_000).toFixed(1)} s`,
      ],
      ['calls to Engage', traffic.calls.toLocaleString('en')],
      ['of these refused, faults left out', `${(traffic.errorRatio * 100).toFixed(2)} %`],
      ["calls over Engage's limit", String(traffic.overBudget)],
      ['duration', `${Math.round(milliseconds / 1_000)} s`],
    ];
    return ['|  |  |', '| --- | --- |', ...rows.map(([what, value]) => `| ${what} | ${value} |`)].join('\n');
  }
});
