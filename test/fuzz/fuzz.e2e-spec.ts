import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Document } from '../blocking/templates.js';
import { Callers, seed, startWorld, Story, type World } from '../harness/index.js';
import { isReported, writeSection } from '../harness/reliability-document.js';
import { Allocations } from './allocations.js';
import { Fuzzer, type FuzzResult } from './fuzzer.js';

/** `npm run fuzz -- --count N --seed S --from I` sends more, or repeats one. */
const COUNT = Number(process.env['FUZZ_COUNT'] ?? 1_200);
const FROM = Number(process.env['FUZZ_FROM'] ?? 0);
const MB = 1024 * 1024;
const MOST_BYTES = 512 * MB;
/** At least one request allocates this much. */
const LEAST_BYTES = MB / 10;

describe(`${COUNT} made-up requests, seed ${seed}`, () => {
  let world: World;
  let fuzzer: Fuzzer;
  let allocations: Allocations;
  beforeAll(async () => {
    allocations = await Allocations.create();
    const environment = { LOG_LEVEL: 'fatal', ...allocations.environment };
    world = await startWorld({ asProcesses: true, environment });
    const [connector] = world.connectors;
    if (!connector) throw new Error('A world has a connector.');
    const document = (await (await fetch(`${connector.url}/docs-json`)).json()) as Document;
    fuzzer = new Fuzzer(connector, document, await Callers.create(world), allocations);
  });
  afterAll(async () => {
    await world.stop();
    await allocations.remove();
  });

  it(
    'are answered in time, without failures, within bounded memory',
    async () => {
      const result = await fuzzer.run({ seed, from: FROM, count: COUNT });
      const output = world.connectors[0]?.output() ?? '';
      if (isReported()) await writeSection('fuzz', reportOf(result));
      expect(result.faults).toEqual([]);
      expect(output).not.toMatch(/unhandled|"level":"fatal"/i);
      expect(result.peakBytes).toBeLessThan(MOST_BYTES);
      expect(result.mostAllocated).toBeGreaterThan(LEAST_BYTES); // else the meter does not work
      const story = new Story(world, 'afterwards');
      await story.says('user', 'Hello');
      await story.showsInEngage('Hello');
    },
    60_000 + COUNT * 50,
  );
});

function reportOf(result: FuzzResult): string {
  const { requests, statuses, slowestMs, peakBytes, mostAllocated, seconds, faults } = result;
  const counted = Object.entries(statuses).map(([status, times]) => `${times.toLocaleString('en')} × ${status}`);
  const rows = [
    ['requests', requests.toLocaleString('en')],
    ['seed', String(seed)],
    ['answers', counted.join(', ')],
    ['5xx, crashes, unhandled rejections, answers over 1 s, too much memory for a request', String(faults.length)],
    ['slowest answer', `${Math.round(slowestMs)} ms`],
    ['most memory allocated for one request', `${(mostAllocated / MB).toFixed(1)} MB`],
    ['largest resident memory', `${Math.round(peakBytes / MB)} MB`],
    ['duration', `${Math.round(seconds)} s`],
  ];
  return ['|  |  |', '| --- | --- |', ...rows.map(([what, value]) => `| ${what} | ${value} |`)].join('\n');
}
