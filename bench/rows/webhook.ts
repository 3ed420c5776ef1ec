import { randomBytes } from 'node:crypto';
import type { BenchWorld } from '../harness/bench-world.ts';
import { type BenchTenant, openConversations, query } from '../harness/tenant.ts';
import type { Row } from '../report/document.ts';
import { median, ms } from '../report/statistics.ts';
import type { Extent } from './extent.ts';

const EVENTS = 1_000;
const MOST_TRIES = 10;

/** One webhook request with 1,000 events of one thread, repeated until it is answered with 200, as Engage repeats it. */
export async function measureWebhook(world: BenchWorld, { rounds }: Extent): Promise<Row[]> {
  const databaseUrl = await world.database('webhook');
  const connector = await world.connector(databaseUrl, 'api');
  const tenant = await world.tenant(connector.url, 'http://127.0.0.1:9');
  await openConversations(tenant, databaseUrl, 1);
  const [message] = await query<{ foreignId: string }>(databaseUrl, 'SELECT foreign_id AS "foreignId" FROM messages');
  const results: { milliseconds: number; tries: number }[] = [];
  for (let round = 0; round < Math.min(3, rounds); round++)
    results.push(await post(tenant, batchOf(tenant, message?.foreignId ?? '')));
  const tries = median(results.map((result) => result.tries));
  return [
    {
      what: 'webhook request with 1,000 events of one thread',
      measured: `${ms(median(results.map(({ milliseconds }) => milliseconds)))}${tries > 1 ? ` in ${tries} requests` : ''}`,
      target: '< 1 s',
      before: '7.8 s',
    },
  ];
}

/** Events of imports of our messages: each links the thread, as Engage reports it. */
function batchOf({ sourceId }: BenchTenant, foreignId: string): string {
  const events = Array.from({ length: EVENTS }, () => {
    const id = randomBytes(12).toString('hex');
    const metadata = { id, thread_id: '64b1f0a2c9e77d0008a1b0aa', source_id: sourceId, foreign_id: foreignId };
    const resource = { type: 'engage_messaging/content', id, metadata: { ...metadata, body: 'Hello.', status: 'new' } };
    return {
      id: randomBytes(12).toString('hex'),
      type: 'content.imported',
      issued_at: new Date().toISOString(),
      resource,
    };
  });
  return JSON.stringify({ events });
}

/** @throws Error when it is refused, or not accepted after several attempts */
async function post(
  { engageUrl, webhookSecret }: BenchTenant,
  body: string,
): Promise<{ milliseconds: number; tries: number }> {
  const headers = { 'content-type': 'application/json', 'x-dimelo-secret': webhookSecret };
  const start = performance.now();
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const answer = await fetch(engageUrl, { method: 'POST', headers, body });
    const said = await answer.text();
    if (answer.status === 200) return { milliseconds: performance.now() - start, tries };
    if (answer.status !== 503) throw new Error(`The webhook was answered ${answer.status}: ${said}`);
  }
  throw new Error(`The webhook was not accepted in ${MOST_TRIES} attempts.`);
}
