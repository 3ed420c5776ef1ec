import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { residentBytes, startWorld, type World } from '../harness/index.js';

const MB = 1024 * 1024;
const CALLERS = 200;
const ANNOUNCED = 21 * MB;
const SENT = 20 * MB;
/** The slow ones are cut off after five seconds; a busy machine takes longer. */
const ALL_CUT_OFF_MS = 30_000;
/** Median time that others' calls may take, in milliseconds; on a slow machine, compared with the time before. */
const mostOf = (quietMs: number): number => Math.max(500, 10 * quietMs);
const medianOf = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Infinity;
/** Memory is watched for at least this time, in milliseconds: a refused upload must not take memory later. */
const WATCHED_MS = 1_500;
const MOST_GROWTH = 100 * MB;
const INVENTED = { 'x-smccsdk-signature': 'ab'.repeat(64) };

/** Their calls and the expected answers. */
const ATTACKS = [
  { how: 'without a credential', path: '/handover/rce/acme', headers: {}, statuses: [422] },
  { how: 'to an unknown tenant', path: '/handover/rce/nobody', headers: INVENTED, statuses: [404] },
  { how: 'with an invented signature', path: '/handover/rce/acme', headers: INVENTED, statuses: [408, 429, 503] },
  { how: 'without a key', path: '/v1/messages', headers: {}, statuses: [413] },
];

describe.skipIf(process.platform !== 'linux')('200 callers who announce 21 MB, send 20 MB and stall', () => {
  let world: World;
  let callers: ChildProcess | undefined;
  let quietMs: number;
  beforeAll(async () => {
    world = await startWorld({ asProcesses: true });
    // Code, connections to the database and the heap after many simultaneous calls are part of the baseline.
    for (let times = 0; times < 30; times++) await Promise.all(Array.from({ length: 10 }, serve));
    for (let times = 0; times < 3; times++)
      await Promise.all(
        Array.from({ length: CALLERS }, () => fetch(world.acme.engageUrl, { method: 'POST', body: '{}' })),
      );
    const times: number[] = [];
    while (times.length < 15) times.push(await serve());
    quietMs = medianOf(times);
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    if (callers?.kill()) await once(callers, 'exit');
  });

  /** A bot's message, a webhook and a health check, one after the other. @returns the time they took, in milliseconds */
  async function serve(): Promise<number> {
    const begun = performance.now();
    const { v1, engageUrl, webhookSecret } = world.acme;
    const id = crypto.randomUUID();
    const message = { sessionId: 's-1', userId: 'u-1', messageId: id, author: 'user', text: 'Hello' };
    expect(await v1.post('/v1/messages', message)).toMatchObject({ status: 202 });
    const headers = { 'content-type': 'application/json', 'x-dimelo-secret': webhookSecret };
    const body = JSON.stringify({ events: [{ id, type: 'task.created' }] });
    expect((await fetch(engageUrl, { method: 'POST', headers, body })).status).toBe(200);
    expect((await fetch(new URL('/health/ready', engageUrl))).status).toBe(200);
    return performance.now() - begun;
  }

  it.each(ATTACKS)(
    'cost less than 100 MB, and others are served as usual, $how',
    async ({ path, headers, statuses }) => {
      const pid = world.connectors[0]!.pid!;
      const before = await residentBytes(pid);
      const address = new URL(path, world.acme.engageUrl).href;
      const how = [address, CALLERS, ANNOUNCED, SENT, JSON.stringify(headers)].map(String);
      callers = fork(new URL('stalling-callers.ts', import.meta.url), how, { execArgv: [] });
      const times: number[] = [];
      let most = before;
      let answers: Record<string, number> | undefined;
      callers.once('message', (counted: Record<string, number>) => (answers = counted));
      const [enough, tooLong] = [performance.now() + WATCHED_MS, performance.now() + ALL_CUT_OFF_MS];
      for (; performance.now() < enough || (!answers && performance.now() < tooLong); await pause(20)) {
        times.push(await serve());
        most = Math.max(most, await residentBytes(pid));
      }
      expect(answers).toBeDefined();
      expect(Object.keys(answers ?? {}).filter((status) => !statuses.includes(Number(status)))).toEqual([]);
      expect(most - before).toBeLessThan(MOST_GROWTH);
      expect(medianOf(times)).toBeLessThan(mostOf(quietMs));
    },
  );
});
