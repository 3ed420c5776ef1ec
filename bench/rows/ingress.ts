import { readFile } from 'node:fs/promises';
import type { BenchWorld } from '../harness/bench-world.ts';
import { openConversations } from '../harness/tenant.ts';
import type { Child } from '../harness/child.ts';
import type { Call } from '../processes/load-calls.ts';
import type { LoadRequest, LoadResult } from '../processes/load.process.ts';
import type { Row } from '../report/document.ts';
import { median, ms, rate, ratio } from '../report/statistics.ts';
import type { Extent } from './extent.ts';

const CONNECTIONS = [16, 64] as const;
const CONVERSATIONS = 200;
const IDLE_MS = 3_000;
const LIMIT_SECRET = 'secret-of-the-limit';
const LIMIT_CALL: Call = { type: 'sdk', threads: ['thread'], secret: LIMIT_SECRET };

/** A measured server; in every round each is measured in turn. */
interface Contestant {
  readonly name: 'limit' | 'sdk' | 'bot';
  /** Id of the process that answers. */
  readonly pid: number;
  readonly url: string;
  readonly call: Call;
}

/** `cost`: the processor time of the answering process for one message, in milliseconds. */
type Result = LoadResult & { readonly cost: number };
type Results = Map<string, Result[]>;

/** How many messages a process of `ROLE=api` stores, compared with the limit on the same PostgreSQL, and its memory. */
export async function measureIngress(world: BenchWorld, extent: Extent): Promise<Row[]> {
  const load = await world.child('load');
  const limit = await world.child('limit', await world.database('limit'), LIMIT_SECRET);
  const databaseUrl = await world.database('ingress');
  const connector = await world.connector(databaseUrl, 'api');
  await new Promise((done) => setTimeout(done, IDLE_MS));
  const idle = await residentMegabytes(connector.pid);
  const tenant = await world.tenant(connector.url, 'http://127.0.0.1:9');
  const { sdk, bot } = await openConversations(tenant, databaseUrl, CONVERSATIONS);
  const results = await inRounds(load, extent, [
    { name: 'limit', pid: limit.pid, url: limit.url, call: LIMIT_CALL },
    { name: 'sdk', pid: connector.pid, url: tenant.engageUrl, call: sdk },
    { name: 'bot', pid: connector.pid, url: tenant.messagesUrl, call: bot },
  ]);
  const loaded = await residentMegabytes(connector.pid);
  return [
    limitRow(results),
    rateRow(results, 'sdk', "Engage's `messages.create`, ratio to the limit, 16 / 64 connections", '0.11 / 0.10'),
    rateRow(results, 'bot', '`POST /v1/messages`, ratio to the limit, 16 / 64 connections', '0.09 / 0.10'),
    latencyRow(results),
    costRow(results),
    {
      what: 'memory of `ROLE=api`, idle / after the load',
      measured: `${idle} / ${loaded} MB`,
      target: '≤ 160 / ≤ 230 MB',
      before: '156 / 255–278 MB',
    },
    loadRow(results),
  ];
}

/** The limit's rate at 16 connections, for measurements that are compared with it. */
export async function measureLimit(world: BenchWorld, extent: Extent): Promise<number> {
  const load = await world.child('load');
  const limit = await world.child('limit', await world.database('limit_alone'), LIMIT_SECRET);
  const results = await inRounds(
    load,
    extent,
    [{ name: 'limit', pid: limit.pid, url: limit.url, call: LIMIT_CALL }],
    [16],
  );
  await world.clear();
  return rateOf(results, 'limit', 16);
}

/** Measures them alternately, so that other work on the machine affects all of them. */
async function inRounds(
  load: Child,
  { rounds, roundMs, warmUpMs }: Extent,
  contestants: readonly Contestant[],
  connections: readonly number[] = CONNECTIONS,
): Promise<Results> {
  const results: Results = new Map();
  for (const { url, call } of contestants)
    await load.ask({ url, call, connections: 64, warmUpMs: 0, measureMs: warmUpMs } satisfies LoadRequest);
  for (let round = 0; round < rounds; round++)
    for (const count of connections)
      for (const { name, pid, url, call } of contestants) {
        const request: LoadRequest = { url, call, connections: count, warmUpMs: 300, measureMs: roundMs };
        const before = await processorTime(pid);
        const result = await load.ask<LoadResult>(request);
        const cost = ((await processorTime(pid)) - before) / result.sent;
        if (result.refused > 0) throw new Error(`${name} refused ${result.refused} calls: ${result.firstRefusal}`);
        const key = `${name} ${count}`;
        results.set(key, [...(results.get(key) ?? []), { ...result, cost }]);
      }
  return results;
}

const resultsOf = (results: Results, name: Contestant['name'], connections: number): Result[] =>
  results.get(`${name} ${connections}`) ?? [];

const rateOf = (results: Results, name: Contestant['name'], connections: number): number =>
  median(resultsOf(results, name, connections).map(({ answered, seconds }) => answered / seconds));

const p99Of = (results: Results, name: Contestant['name'], connections: number): number =>
  median(resultsOf(results, name, connections).map(({ p99 }) => p99));

function limitRow(results: Results): Row {
  return {
    what: 'limit: bare Fastify, HMAC, one INSERT, 16 / 64 connections',
    measured: CONNECTIONS.map((count) => rate(rateOf(results, 'limit', count))).join(' / '),
    target: '',
    before: '4,450–5,280 / 3,440–5,110/s',
  };
}

function rateRow(results: Results, name: 'sdk' | 'bot', what: string, before: string): Row {
  const ratios = CONNECTIONS.map((count) => ratio(rateOf(results, name, count) / rateOf(results, 'limit', count)));
  const rates = CONNECTIONS.map((count) => rate(rateOf(results, name, count)));
  return { what, measured: `${ratios.join(' / ')} (${rates.join(' / ')})`, target: '≥ 0.5 / ≥ 0.8', before };
}

function latencyRow(results: Results): Row {
  const [limit, sdk, bot] = (['limit', 'sdk', 'bot'] as const).map((name) => p99Of(results, name, 16));
  return {
    what: 'p99 at 16 connections: limit, `messages.create`, `/v1/messages`',
    measured: [limit, sdk, bot].map((value = Number.NaN) => ms(value)).join(', '),
    target: `≤ ${ms(3 * (limit ?? 0))} (3 × the limit's)`,
    before: '9–10, 81–94 ms',
  };
}

/** Unlike the rates, these values change little when other programs use the machine. */
function costRow(results: Results): Row {
  const costs = (['limit', 'sdk', 'bot'] as const).map((name) =>
    median(resultsOf(results, name, 64).map(({ cost }) => cost)),
  );
  return {
    what: 'processor time a message at 64: limit, `messages.create`, `/v1/messages`',
    measured: costs.map((cost) => `${cost.toFixed(2)} ms`).join(', '),
    target: '',
    before: '',
  };
}

/** On few cores the load generator takes processor time from the measured servers, the same for all. */
function loadRow(results: Results): Row {
  const shares = CONNECTIONS.map((count) =>
    median(
      (['limit', 'sdk', 'bot'] as const).map((name) =>
        median(resultsOf(results, name, count).map((one) => one.processor)),
      ),
    ),
  );
  const most = Math.max(...[...results.values()].flat().map(({ processor }) => processor));
  return {
    what: 'load generator: share of one core, median (most)',
    measured: `${shares.map((share) => `${Math.round(share * 100)} %`).join(' / ')} (${Math.round(most * 100)} %)`,
    target: '',
    before: '',
  };
}

/** Resident memory of a process in MB; only on Linux. */
async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024);
}

/** Processor time of a process so far, in milliseconds; only on Linux, with a resolution of 10 ms. */
async function processorTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return ((user ?? Number.NaN) + (system ?? Number.NaN)) * 10;
}
