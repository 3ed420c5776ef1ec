import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunLimits, SharedRuns } from './shared-runs.js';

interface Run {
  readonly items: readonly string[];
  end(outcomes?: readonly PromiseSettledResult<string>[]): void;
  fail(error: Error): void;
}

/** Work whose runs end when the test says so; each item's result is the item in capitals. */
function work(limits: RunLimits) {
  const runs: Run[] = [];
  const shared = new SharedRuns<string, string>(
    (items) =>
      new Promise((resolve, reject) => {
        const usual = items.map((item) => ({ status: 'fulfilled', value: item.toUpperCase() }) as const);
        runs.push({ items, end: (outcomes = usual) => resolve(outcomes), fail: reject });
      }),
    limits,
  );
  const started = async () => {
    await nextTurn();
    return runs.map(({ items }) => items.join(' '));
  };
  return { shared, started, run: (index: number) => runs[index] as Run };
}

describe('SharedRuns', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  it('runs an item that arrives alone at once, and shares the next run among those that arrive meanwhile', async () => {
    const { shared, started, run } = work({ items: 10, inFlight: 1 });
    const first = shared.add('a');
    expect(await started()).toEqual(['a']);
    const later = [shared.add('b'), shared.add('c')];
    expect(await started()).toEqual(['a']);
    run(0).end();
    expect(await first).toBe('A');
    expect(await started()).toEqual(['a', 'b c']);
    run(1).end();
    expect(await Promise.all(later)).toEqual(['B', 'C']);
    expect(shared.isIdle).toBe(true);
  });

  it('keeps the limits of items, bytes and runs', async () => {
    const { shared, started, run } = work({ items: 2, bytes: 100, inFlight: 2 });
    void shared.add('large', { bytes: 500 });
    void shared.add('a', { bytes: 60 });
    void shared.add('b', { bytes: 60 });
    void shared.add('c', { bytes: 40 });
    void shared.add('d');
    expect(await started()).toEqual(['large', 'a']);
    run(0).end();
    expect(await started()).toEqual(['large', 'a', 'b c']);
    run(1).end();
    run(2).end();
    expect(await started()).toEqual(['large', 'a', 'b c', 'd']);
  });

  it('begins a second run only with as many items as the first, so that many share one', async () => {
    const { shared, started, run } = work({ items: 10, inFlight: 2 });
    for (const item of ['a', 'b', 'c']) void shared.add(item);
    expect(await started()).toEqual(['a b c']);
    for (const item of ['d', 'e']) void shared.add(item);
    expect(await started()).toEqual(['a b c']);
    void shared.add('f');
    expect(await started()).toEqual(['a b c', 'd e f']);
    void shared.add('g');
    run(0).end();
    expect(await started()).toEqual(['a b c', 'd e f']);
    run(1).end();
    expect(await started()).toEqual(['a b c', 'd e f', 'g']);
  });

  it('lets a few items wait for more at most a few milliseconds, even if the run in flight takes long', async () => {
    const { shared, started, run } = work({ items: 10, inFlight: 2 });
    for (const item of ['a', 'b', 'c']) void shared.add(item);
    await started();
    void shared.add('d');
    expect(await started()).toEqual(['a b c']);
    vi.advanceTimersByTime(10);
    expect(await started()).toEqual(['a b c', 'd']);
    run(1).end();
    void shared.add('e');
    await started();
    run(0).end();
    expect(await started()).toEqual(['a b c', 'd', 'e']);
    vi.advanceTimersByTime(10);
    expect(await started()).toEqual(['a b c', 'd', 'e']);
  });

  it('never has one key in two runs, lets others pass, and keeps the order of a key', async () => {
    const { shared, started, run } = work({ items: 10, inFlight: 2 });
    void shared.add('a1', { key: 'a' });
    expect(await started()).toEqual(['a1']);
    void shared.add('a2', { key: 'a' });
    void shared.add('b1', { key: 'b' });
    void shared.add('a3', { key: 'a' });
    expect(await started()).toEqual(['a1', 'b1']);
    run(0).end();
    expect(await started()).toEqual(['a1', 'b1', 'a2 a3']);
  });

  it('gives each key its own runs, if configured', async () => {
    const { shared, started, run } = work({ items: 2, inFlight: 2, oneKey: true });
    for (const item of ['a1', 'b1', 'a2', 'c1', 'a3']) void shared.add(item, { key: item.charAt(0) });
    expect(await started()).toEqual(['a1 a2', 'b1']);
    run(0).end();
    expect(await started()).toEqual(['a1 a2', 'b1', 'c1']);
    run(1).end();
    expect(await started()).toEqual(['a1 a2', 'b1', 'c1', 'a3']);
  });

  it('rejects the item that failed, and all items of a run that failed as a whole', async () => {
    const { shared, started, run } = work({ items: 10, inFlight: 1 });
    const some = Promise.allSettled([shared.add('a'), shared.add('b')]);
    await started();
    const reason = new Error('not this one');
    run(0).end([
      { status: 'rejected', reason },
      { status: 'fulfilled', value: 'B' },
    ]);
    expect(await some).toMatchObject([{ reason }, { value: 'B' }]);

    const all = Promise.allSettled([shared.add('c'), shared.add('d'), shared.add('e')]);
    await started();
    run(1).fail(reason);
    expect(await all).toMatchObject([{ reason }, { reason }, { reason }]);

    const short = Promise.allSettled([shared.add('f')]);
    await started();
    run(2).end([]);
    expect(await short).toMatchObject([{ status: 'rejected' }]);
  });

  it('runs in the context of none of the callers', async () => {
    const context = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const shared = new SharedRuns<string, string>(
      (items) => {
        seen.push(context.getStore());
        return Promise.resolve(items.map((value) => ({ status: 'fulfilled', value })));
      },
      { items: 1, inFlight: 1 },
    );
    await context.run('a transaction', () => Promise.all([shared.add('a'), shared.add('b')]));
    expect(seen).toEqual([undefined, undefined]);
  });
});
