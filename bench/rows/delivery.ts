import type { BenchWorld } from '../harness/bench-world.ts';
import type { Child } from '../harness/child.ts';
import { type BenchTenant, openConversations, query } from '../harness/tenant.ts';
import type { Call } from '../processes/load-calls.ts';
import type { LoadRequest, LoadResult } from '../processes/load.process.ts';
import type { Row } from '../report/document.ts';
import { median, rate, ratio } from '../report/statistics.ts';
import type { Extent } from './extent.ts';
import { measureLimit } from './ingress.ts';

const CONVERSATIONS = 200;
const MESSAGES = 2_000;
const BACKLOG = 4_000;
const ANSWER_MS = 20;
const PATIENCE_MS = 120_000;

interface Arrived {
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

/** One process accepts messages of the bot and delivers them to Engage at the same time. */
export async function measureEndToEnd(world: BenchWorld, extent: Extent): Promise<Row[]> {
  const limit = await measureLimit(world, extent);
  const load = await world.child('load');
  const farSide = await world.child('far-side', '0');
  const databaseUrl = await world.database('end_to_end');
  const connector = await world.connector(databaseUrl, 'all');
  const tenant = await world.tenant(connector.url, farSide.url);
  const { bot } = await openConversations(tenant, databaseUrl, CONVERSATIONS);
  await arrivals(farSide, CONVERSATIONS);
  const rounds: { accepted: number; delivered: number }[] = [];
  for (let round = 0; round < Math.min(3, extent.rounds); round++) {
    await farSide.ask({ type: 'forget' });
    const accepted = await send(load, tenant, bot, MESSAGES);
    const { last } = await arrivals(farSide, MESSAGES);
    const delivered = (MESSAGES / (last - accepted.startedAt)) * 1_000;
    rounds.push({ accepted: accepted.answered / accepted.seconds, delivered });
  }
  const delivered = median(rounds.map((round) => round.delivered));
  const accepted = median(rounds.map((round) => round.accepted));
  return [
    {
      what: 'end to end, one process: delivered, ratio to the limit',
      measured: `${ratio(delivered / limit)} (${rate(delivered)}; accepted ${rate(accepted)})`,
      target: '≥ 0.2',
      before: '0.035 (145–176/s)',
    },
  ];
}

/** Delivers a backlog to a side that answers after 20 ms, with one worker and with two. */
export async function measureWorkers(world: BenchWorld, { rounds }: Extent): Promise<Row[]> {
  const load = await world.child('load');
  const farSide = await world.child('far-side', String(ANSWER_MS));
  const databaseUrl = await world.database('workers');
  const api = await world.connector(databaseUrl, 'api');
  const tenant = await world.tenant(api.url, farSide.url);
  const { bot } = await openConversations(tenant, databaseUrl, CONVERSATIONS);
  const rates: { one: number[]; two: number[] } = { one: [], two: [] };
  const workers = [await world.connector(databaseUrl, 'worker')];
  await arrivals(farSide, CONVERSATIONS);
  for (const count of [1, 2] as const) {
    if (count === 2) workers.push(await world.connector(databaseUrl, 'worker'));
    for (let round = 0; round <= Math.min(2, rounds); round++) {
      const delivered = await drain({ load, farSide, tenant, databaseUrl, bot });
      if (round > 0) (count === 1 ? rates.one : rates.two).push(delivered);
    }
  }
  const [one, two] = [median(rates.one), median(rates.two)];
  return [
    {
      what: 'two workers against one, one tenant, answers after 20 ms',
      measured: `${ratio(two / one)} × (${rate(two)} / ${rate(one)})`,
      target: '≥ 1.8 ×',
      before: '–',
    },
  ];
}

interface Stage {
  readonly load: Child;
  readonly farSide: Child;
  readonly tenant: BenchTenant;
  readonly databaseUrl: string;
  readonly bot: Call;
}

/** Collects a backlog while the lanes are held back, then releases it. @returns messages per second */
async function drain({ load, farSide, tenant, databaseUrl, bot }: Stage): Promise<number> {
  await query(databaseUrl, HOLD_LANES);
  await farSide.ask({ type: 'forget' });
  await send(load, tenant, bot, BACKLOG);
  await query(databaseUrl, RELEASE_LANES);
  const { first, last } = await arrivals(farSide, BACKLOG);
  return (BACKLOG / (last - first)) * 1_000;
}

/** Appending makes a lane ready; this prevents it until the backlog is released. */
const HOLD_LANES = `
  CREATE OR REPLACE FUNCTION hold_lane() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.ready_at := 'infinity'; RETURN NEW; END $$;
  CREATE OR REPLACE TRIGGER hold_lane BEFORE INSERT OR UPDATE ON lanes FOR EACH ROW EXECUTE FUNCTION hold_lane();`;
const RELEASE_LANES = `
  DROP TRIGGER hold_lane ON lanes;
  UPDATE lanes SET ready_at = clock_timestamp() WHERE ready_at = 'infinity';`;

export async function send(
  load: Child,
  { messagesUrl: url }: BenchTenant,
  call: Call,
  requests: number,
): Promise<LoadResult> {
  const request: LoadRequest = { url, call, connections: 16, warmUpMs: 0, measureMs: PATIENCE_MS, requests };
  const result = await load.ask<LoadResult>(request);
  if (result.refused > 0) throw new Error(`${result.refused} messages were refused: ${result.firstRefusal}`);
  return result;
}

/** Resolves once this number of messages has arrived. @throws Error when they do not arrive in time */
export async function arrivals(farSide: Child, count: number): Promise<Arrived> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const arrived = await farSide.ask<Arrived>({ type: 'arrived' });
    if (arrived.count >= count) return arrived;
    if (performance.now() > until) throw new Error(`Only ${arrived.count} of ${count} messages have arrived.`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
