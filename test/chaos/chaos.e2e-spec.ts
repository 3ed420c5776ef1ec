import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control, eventually, pick, randomFrom, seed } from '../harness/index.js';
import { isReported, writeSection } from '../harness/reliability-document.js';
import { ChaosConversation } from './conversation.js';
import { ChaosWorld } from './chaos-world.js';
import { judge, type Verdict } from './checker.js';
import { EngageTraffic } from './engage-traffic.js';
import { EPISODES } from './episodes.js';

/** `npm run chaos -- --messages N --seed S` sends more, or meets the same faults again. */
const MESSAGES = Number(process.env['CHAOS_MESSAGES'] ?? 160);
/** In long runs Engage suspends webhooks: then the reconciliation resumes bots, which takes up to two minutes. */
const SUSPENDS = MESSAGES > 1_000;
/** Of each tenant. */
const CONVERSATIONS = SUSPENDS ? 16 : 4;
/** The share of the first conversation of each tenant in its messages. */
const HOT = SUSPENDS ? 1 / 8 : 1 / 2;
const ARRIVED_MS = SUSPENDS ? 150_000 : 60_000;
/** Room for what one message leaves in the database. */
const MB_PER_MESSAGE = 0.01;
const NOTHING: Verdict = { lost: [], duplicated: [], reordered: [], leaked: [], stuck: [] };
const KINDS = Object.keys(NOTHING) as (keyof Verdict)[];

describe(`${MESSAGES} messages in chaos, seed ${seed}`, () => {
  const random = randomFrom(seed);
  const episodes: string[] = [];
  let chaos: ChaosWorld;
  let conversations: ChaosConversation[];
  let traffic: EngageTraffic;
  beforeAll(async () => {
    chaos = await ChaosWorld.start({ suspendsWebhooks: SUSPENDS, diskMb: 64 + MESSAGES * MB_PER_MESSAGE });
    traffic = new EngageTraffic(chaos.world.tenants);
    conversations = chaos.world.tenants.flatMap((tenant) =>
      Array.from({ length: CONVERSATIONS }, (_, n) => new ChaosConversation(chaos, tenant, `c-${n}`)),
    );
  }, 120_000);
  afterAll(() => chaos?.stop());

  /** How many messages go through a conversation, both ways together. */
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
    'are delivered once, in order, to the right tenant, and every bot is resumed once',
    async () => {
      const startedAt = performance.now();
      let isOver = false;
      const talking = Promise.all(conversations.map((one, index) => talk(one, shareOf(index)))).finally(
        () => (isOver = true),
      );
      talking.catch(() => undefined); // awaited below
      while (!isOver) {
        const name = pick(Object.keys(EPISODES), random);
        episodes.push(name);
        await EPISODES[name]?.(chaos, random);
        await pause(random() * 300);
        traffic.observe();
      }
      await talking;
      for (const tenant of chaos.world.tenants) await control(tenant, 'DELETE', '/faults');
      await judged(['lost']); // a customer's message that is still on its way would open the agents' case again
      await end();
      const verdict = await judged(KINDS);
      traffic.observe();
      if (isReported()) await writeSection('chaos', reportOf(verdict, performance.now() - startedAt));
      expect(verdict, `after ${episodes.join(', ')}`).toEqual(NOTHING);
      expect(traffic.overBudget).toBe(0);
      expect(traffic.errorRatio, traffic.refused.join()).toBeLessThan(0.01);
    },
    300_000 + MESSAGES * 200,
  );

  /** The agents complete; in long runs, Engage's events about it are lost for every second tenant. */
  async function end(): Promise<void> {
    for (const tenant of chaos.world.tenants.slice(SUSPENDS ? 1 : chaos.world.tenants.length))
      await control(tenant, 'PATCH', '/switches', { webhooks: { drop: ['intervention.*', 'task.*'] } });
    for (const { story } of conversations) await eventually(() => story.agent('mara', 'complete'), ARRIVED_MS);
  }

  /** Once there is nothing of these kinds any more, or there was time enough for it. */
  async function judged(kinds: readonly (keyof Verdict)[]): Promise<Verdict> {
    const until = performance.now() + ARRIVED_MS;
    for (;;) {
      const verdict = await judge(conversations);
      if (performance.now() > until || kinds.every((kind) => verdict[kind].length === 0)) return verdict;
      await pause(200);
    }
  }

  function reportOf(verdict: Verdict, milliseconds: number): string {
    const sent = conversations.map(({ toEngage, toBot }) => toEngage.length + toBot.length);
    const rows = [
      ['messages acknowledged', sent.reduce((sum, one) => sum + one, 0).toLocaleString('en')],
      ['seed', String(seed)],
      ...Object.entries(Object.groupBy(episodes, (name) => name)).map(([name, times]) => [name, `${times?.length} ×`]),
      ...Object.entries(verdict).map(([name, those]: [string, readonly string[]]) => [name, String(those.length)]),
      ['calls to Engage', traffic.calls.toLocaleString('en')],
      ['of these refused, faults left out', `${(traffic.errorRatio * 100).toFixed(2)} %`],
      ['calls over Engage’s limit', String(traffic.overBudget)],
      ['duration', `${Math.round(milliseconds / 1_000)} s`],
    ];
    return ['|  |  |', '| --- | --- |', ...rows.map(([what, value]) => `| ${what} | ${value} |`)].join('\n');
  }
});
