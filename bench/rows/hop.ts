import type { BenchWorld } from '../harness/bench-world.ts';
import { type BenchTenant, openConversations } from '../harness/tenant.ts';
import { FarSide, now } from '../processes/far-side.ts';
import { botMessage, sdkMessage } from '../processes/load-calls.ts';
import type { Row } from '../report/document.ts';
import { ms, quantile } from '../report/statistics.ts';
import type { Extent } from './extent.ts';

const CONVERSATIONS = 20;
const WARM_UP = 50;
const TURNS = 150;

/** Time from a call of one side to the call to the other side, one message at a time. */
export async function measureHop(world: BenchWorld, { rounds }: Extent): Promise<Row[]> {
  const databaseUrl = await world.database('hop');
  return measureHopOn(world, databaseUrl, rounds > 1 ? TURNS : TURNS / 3);
}

/** The same in a database that already contains data. */
export async function measureHopOn(world: BenchWorld, databaseUrl: string, turns: number): Promise<Row[]> {
  const farSide = new FarSide(0);
  const farSideUrl = await farSide.listen();
  const connector = await world.connector(databaseUrl, 'all');
  const tenant = await world.tenant(connector.url, farSideUrl);
  const { threads, bot } = await openConversations(tenant, databaseUrl, CONVERSATIONS);
  const sessions = bot.type === 'bot' ? bot.sessions : [];
  const toEngage = await hops(farSide, turns, (number) =>
    send(tenant.messagesUrl, botMessage({ type: 'bot', sessions, key: tenant.botKey }, number)),
  );
  const toBot = await hops(farSide, turns, (number) =>
    send(tenant.engageUrl, sdkMessage({ type: 'sdk', threads, secret: tenant.signingSecret }, number)),
  );
  farSide.close();
  return [
    hopRow('bot called us → Engage called, idle, p50 / p99', toEngage, 'p50 < 8 ms', '12 ms'),
    hopRow('Engage called us → bot called, idle, p50 / p99', toBot, 'p50 < 6 ms', '9 ms'),
  ];
}

/** @param call sends a message and returns its text */
async function hops(farSide: FarSide, turns: number, call: (number: number) => Promise<string>): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < WARM_UP + turns; turn++) {
    const arrivals = new Map<string, number>();
    const silence = farSide.onArrival(({ text, at }) => arrivals.set(text, at));
    const start = now();
    const text = await call(turn);
    while (!arrivals.has(text)) {
      if (now() - start > 10_000) throw new Error(`The message ${turn} has not arrived.`);
      await new Promise((done) => setTimeout(done, 1));
    }
    silence();
    if (turn >= WARM_UP) times.push((arrivals.get(text) ?? 0) - start);
  }
  return times;
}

type Prepared = ReturnType<typeof botMessage>;

async function send(url: BenchTenant['engageUrl'], { headers, body, text }: Prepared): Promise<string> {
  const answer = await fetch(url, { method: 'POST', headers, body });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${said}`);
  return text;
}

function hopRow(what: string, times: number[], target: string, before: string): Row {
  return { what, measured: `${ms(quantile(times, 0.5))} / ${ms(quantile(times, 0.99))}`, target, before };
}
