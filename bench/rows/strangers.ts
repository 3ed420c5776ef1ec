import type { BenchWorld } from '../harness/bench-world.ts';
import { openConversations } from '../harness/tenant.ts';
import type { LoadRequest, LoadResult } from '../processes/load.process.ts';
import type { StrangersRequest, StrangersResult } from '../processes/strangers.process.ts';
import type { Row } from '../report/document.ts';
import { ms } from '../report/statistics.ts';
import type { Extent } from './extent.ts';

const CALLERS = 1_000;
const WARM_UP_MS = 1_500;
/** A stable p99 of one connection needs more calls than a usual round has. */
const MEASURE_MS = 4_000;

type Manner = Pick<StrangersRequest, 'addresses' | 'reconnects'>;

const MANNERS: readonly (Manner & { readonly what: string })[] = [
  { addresses: 'each', reconnects: false, what: 'from 1,000 addresses' },
  { addresses: 'one', reconnects: false, what: 'from the address of the bot' },
  { addresses: 'each', reconnects: true, what: 'who connect for each call' },
];

/** A bot makes one call after the other, while callers with wrong keys call all routes. */
export async function measureStrangers(world: BenchWorld, { rounds }: Extent): Promise<Row[]> {
  const databaseUrl = await world.database('strangers');
  const connector = await world.connector(databaseUrl, 'api', { MAX_CONNECTIONS_PER_ADDRESS: '2000' });
  const tenant = await world.tenant(connector.url, 'http://127.0.0.1:9');
  const { bot } = await openConversations(tenant, databaseUrl, 20);
  const load = await world.child('load');
  const callers = await world.child('strangers');
  const round: LoadRequest = {
    url: tenant.messagesUrl,
    call: bot,
    connections: 1,
    warmUpMs: WARM_UP_MS,
    measureMs: rounds > 1 ? MEASURE_MS : MEASURE_MS / 2,
  };
  const quiet = await load.ask<LoadResult>(round);
  const rows = [rowOf('`POST /v1/messages` one after the other, p50 / p99', quiet, '')];
  for (const { what, ...manner } of MANNERS) {
    await callers.ask({ url: connector.url, slug: tenant.slug, callers: CALLERS, ...manner });
    const result = await load.ask<LoadResult>(round);
    const flood = await callers.ask<StrangersResult>({ stop: true });
    process.stderr.write(`${what}: ${JSON.stringify(flood)}\n`);
    const rate = Math.round(flood.callsPerSecond).toLocaleString('en');
    rows.push(rowOf(`the same among 1,000 callers with wrong keys ${what} (${rate} calls/s)`, result, 'p99 < 200 ms'));
  }
  return rows;
}

/** @throws Error when the bot was refused */
function rowOf(what: string, { p50, p99, refused, firstRefusal }: LoadResult, target: string): Row {
  if (refused > 0) throw new Error(`The bot was refused ${refused} times, first with ${firstRefusal}.`);
  return { what, measured: `${ms(p50)} / ${ms(p99)}`, target, before: target && '6.0 s' };
}
