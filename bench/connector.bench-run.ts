import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { it, vi } from 'vitest';
import { startWorld, type World, type WorldTenant } from '../test/harness/index.js';

/** Calls a second, evenly spread: whoever waits does not slow down those who come. */
const RATE = 200;
const SECONDS = 12;
/** Left out of the measurement: the code is being compiled. */
const WARM_UP_SECONDS = 2;
const rows: { what: string; measured: string; target: string }[] = [];

/** Each part has a world of its own, one after the other, so that they do not disturb each other. */
it('measures the connector', async () => {
  await inWorld(idleLatency);
  await inWorld(laneThroughput);
  await inWorld(ingressWhileEngageIsAway);
  process.stdout.write(
    `\n${rows.map(({ what, measured, target }) => `${what.padEnd(62)}${measured.padStart(22)}   ${target}`).join('\n')}\n\n`,
  );
});

async function inWorld(measure: (world: World) => Promise<void>): Promise<void> {
  const world = await startWorld({ asProcesses: true });
  try {
    await measure(world);
  } finally {
    await world.stop();
  }
}

/** From the bot's call to Engage being called, one message at a time. */
async function idleLatency(world: World): Promise<void> {
  rows.push({ what: 'memory when idle', measured: `${await residentMegabytes(world)} MB`, target: '< 200 MB' });
  const times: number[] = [];
  for (let turn = 0; turn < 100; turn++) {
    const text = `turn ${turn}.`;
    const start = performance.now();
    await send(world.acme, { sessionId: `idle-${turn % 5}`, messageId: `idle-${turn}`, text });
    await vi.waitFor(() => arrived(world.acme, text), { interval: 1, timeout: 10_000 });
    times.push(performance.now() - start);
  }
  rows.push({
    what: 'called by the bot → Engage called, idle, p50 / p99',
    measured: percentiles(times),
    target: 'p50 < 30 ms',
  });
}

/** 100 conversations of 10 messages each, as fast as the bot can. */
async function laneThroughput(world: World): Promise<void> {
  const messages = Array.from({ length: 1_000 }, (_, number) => ({
    sessionId: `t-${number % 100}`,
    messageId: `t-${number}`,
    text: `Message ${number}.`,
  }));
  const start = performance.now();
  for (let from = 0; from < messages.length; from += 50)
    await Promise.all(messages.slice(from, from + 50).map((message) => send(world.acme, message)));
  await vi.waitFor(
    () => {
      if (world.acme.engage.ledger.find({ kind: 'send', name: 'messages.create' }).length < messages.length)
        throw new Error('Not all have arrived.');
    },
    { interval: 20, timeout: 120_000 },
  );
  rows.push({
    what: '1,000 messages of 100 conversations, accepted and delivered',
    measured: `${Math.round(1_000_000 / (performance.now() - start))}/s`,
    target: '',
  });
}

/** Agents' messages at 200 a second to twenty customers, each signed, while nothing answers where Engage should be. */
async function ingressWhileEngageIsAway(world: World): Promise<void> {
  const { acme } = world;
  for (let session = 0; session < 20; session++)
    await send(acme, { sessionId: `away-${session}`, messageId: 'away', text: `Hello ${session}.` });
  await vi.waitFor(() => arrived(acme, 'Hello 19.'), { timeout: 10_000 });
  const sent = acme.engage.ledger.find({ kind: 'send', name: 'messages.create' });
  const threads = sent.map(({ request }) => (request as { params: { thread_id: string } }).params.thread_id);
  await acme.engage.close();
  const answers: Promise<{ status: number; ms: number }>[] = [];
  const start = performance.now();
  for (let number = 0; number < RATE * SECONDS; number++) {
    await pause(Math.max(0, start + (number * 1_000) / RATE - performance.now()));
    answers.push(agentWrites(acme, { content_id: `bench-${number}`, thread_id: threads[number % threads.length] }));
  }
  const all = await Promise.all(answers);
  await vi.waitFor(() => {
    if (acme.bot.events.length < all.length) throw new Error('Not all have reached the bot.');
  }, 60_000);
  const accepted = all.filter(({ status }) => status === 200).length;
  rows.push({
    what: `ingress at ${RATE}/s, Engage away (${accepted} of ${all.length} accepted), p50 / p99`,
    measured: percentiles(all.slice(RATE * WARM_UP_SECONDS).map(({ ms }) => ms)),
    target: 'p99 < 50 ms',
  });
}

/** A signed SDK call of Engage. */
async function agentWrites({ engage, engageUrl }: WorldTenant, ids: object): Promise<{ status: number; ms: number }> {
  const params = { ...ids, author_id: 'agent', body: 'An answer.', format: 'text' };
  const body = JSON.stringify({ action: 'messages.create', params });
  const signature = createHmac('sha512', engage.seed.sourceAccessToken).update(body).digest('hex');
  const start = performance.now();
  const headers = { 'content-type': 'application/json', 'x-smccsdk-signature': signature };
  const answer = await fetch(engageUrl, { method: 'POST', headers, body });
  await answer.arrayBuffer();
  return { status: answer.status, ms: performance.now() - start };
}

async function send(
  { v1 }: WorldTenant,
  message: { sessionId: string; messageId: string; text: string },
): Promise<void> {
  const { status, body } = await v1.post('/v1/messages', {
    userId: `user-of-${message.sessionId}`,
    author: 'user',
    ...message,
  });
  if (status !== 202) throw new Error(`The message was answered ${status}: ${JSON.stringify(body)}`);
}

function arrived({ engage }: WorldTenant, text: string): void {
  if (engage.ledger.find({ kind: 'send', text }).length === 0) throw new Error('Not there yet.');
}

async function residentMegabytes({ connectors: [connector] }: World): Promise<number> {
  const metrics = await fetch(`${connector?.url}/metrics`).then((answer) => answer.text());
  return Math.round(Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]) / 1_048_576);
}

function percentiles(times: number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `${at(0.5)} / ${at(0.99)} ms`;
}
