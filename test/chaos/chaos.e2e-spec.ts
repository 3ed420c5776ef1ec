import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control, eventually, pick, randomFrom, seed } from '../harness/index.js';
import { isReported, writeSection } from '../harness/reliability-document.js';
import { ChaosConversation } from './conversation.js';
import { ChaosWorld } from './chaos-world.js';
import { judge, type Verdict } from './checker.js';
import { EPISODES } from './episodes.js';

/** `npm run chaos -- --messages N --seed S` sends more, or meets the same faults again. */
const MESSAGES = Number(process.env['CHAOS_MESSAGES'] ?? 160);
const CONVERSATIONS = 4;
/** The first conversation of each tenant gets as many messages as all others together. */
const HOT = 1 / 2;
/** In long runs Engage suspends webhooks: then the reconciliation resumes bots, which takes up to two minutes. */
const SUSPENDS = MESSAGES > 1_000;
const ARRIVED_MS = SUSPENDS ? 150_000 : 60_000;
const NOTHING: Verdict = { lost: [], duplicated: [], reordered: [], leaked: [], stuck: [] };

describe(`${MESSAGES} messages in chaos, seed ${seed}`, () => {
  const random = randomFrom(seed);
  const episodes: string[] = [];
  let chaos: ChaosWorld;
  let conversations: ChaosConversation[];
  beforeAll(async () => {
    chaos = await ChaosWorld.start(SUSPENDS);
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
      }
      await talking;
      for (const tenant of chaos.world.tenants) await control(tenant, 'DELETE', '/faults');
      for (const { story } of conversations) await eventually(() => story.agent('mara', 'complete'), ARRIVED_MS);
      const verdict = await eventually(async () => {
        const now = await judge(conversations);
        expect(now, `after ${episodes.join(', ')}`).toEqual(NOTHING);
        return now;
      }, ARRIVED_MS);
      if (isReported()) await writeSection('chaos', reportOf(verdict, performance.now() - startedAt));
    },
    300_000 + MESSAGES * 200,
  );

  function reportOf(verdict: Verdict, milliseconds: number): string {
    const sent = conversations.map(({ toEngage, toBot }) => toEngage.length + toBot.length);
    const rows = [
      ['messages acknowledged', sent.reduce((sum, one) => sum + one, 0).toLocaleString('en')],
      ['seed', String(seed)],
      ...Object.entries(Object.groupBy(episodes, (name) => name)).map(([name, times]) => [name, `${times?.length} ×`]),
      ...Object.entries(verdict).map(([name, those]: [string, readonly string[]]) => [name, String(those.length)]),
      ['duration', `${Math.round(milliseconds / 1_000)} s`],
    ];
    return ['|  |  |', '| --- | --- |', ...rows.map(([what, value]) => `| ${what} | ${value} |`)].join('\n');
  }
});
