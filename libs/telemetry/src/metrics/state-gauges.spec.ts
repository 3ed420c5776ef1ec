import { expect, it } from 'vitest';
import { Metrics } from './metrics.js';
import { type Sample, StateGauges, type StatePace } from './state-gauges.js';

function world(read: () => Promise<readonly Sample[]>, pace: StatePace = { freshMs: 60_000, patienceMs: 60_000 }) {
  const metrics = new Metrics();
  const gauges = StateGauges.withPace(metrics, pace);
  gauges.register({ name: 'test', gauges: [{ name: 'things', help: 'Things', labels: ['kind'] }], read });
  const shown = async (): Promise<string[]> => {
    await gauges.refresh();
    return (await metrics.registry.metrics()).split('\n').filter((line) => /^(things|state_readable)/.test(line));
  };
  return { gauges, shown };
}

const sample = (kind: string, value: number): Sample => ({ gauge: 'things', labels: { kind }, value });

it('reads once for all callers at the same time or soon after', async () => {
  let reads = 0;
  const { shown } = world(() => Promise.resolve([sample('a', ++reads)]));
  const answers = await Promise.all([shown(), shown()]);
  expect(answers).toEqual(Array(2).fill(['state_readable 1', 'things{kind="a"} 1']));
  expect(await shown()).toEqual(answers[0]);
});

it('shows what was read last, and nothing that is gone', async () => {
  const states = [[sample('a', 1), sample('b', 2)], [sample('b', 3)]];
  const { shown } = world(() => Promise.resolve(states.shift() ?? []), { freshMs: 0, patienceMs: 60_000 });
  await shown();
  expect(await shown()).toEqual(['state_readable 1', 'things{kind="b"} 3']);
});

it('shows no values while they cannot be read, and never fails', async () => {
  const answers = [() => [sample('a', 1)], () => Promise.reject(new Error('away')), () => [sample('a', 2)]];
  const { shown } = world(async () => answers.shift()?.() ?? [], { freshMs: 0, patienceMs: 60_000 });
  await shown();
  expect(await shown()).toEqual(['state_readable 0']);
  expect(await shown()).toEqual(['state_readable 1', 'things{kind="a"} 2']);
});

it('answers without values when the database does not', async () => {
  const hanging = Promise.withResolvers<readonly Sample[]>();
  const { shown } = world(() => hanging.promise, { freshMs: 0, patienceMs: 0 });
  expect(await shown()).toEqual(['state_readable 0']);
  hanging.resolve([sample('a', 1)]);
  await hanging.promise;
});
