import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatabaseBusy } from './database-away.js';
import { PoolShares, shareOf } from './pool-shares.js';

/** Work that runs until it is ended. */
function endlessWork() {
  const ends: (() => void)[] = [];
  const work = vi.fn(() => new Promise<void>((end) => void ends.push(end)));
  return { work, end: () => ends.shift()?.() };
}

describe('PoolShares', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets each scope use only its own share', async () => {
    const shares = new PoolShares(2, 1_000);
    const { work, end } = endlessWork();
    const running = ['a', 'a', 'a', 'b'].map((scope) => shares.run(scope, work));
    expect(work).toHaveBeenCalledTimes(3);
    end();
    await running[0];
    await vi.advanceTimersByTimeAsync(0);
    expect(work).toHaveBeenCalledTimes(4);
  });

  it('rejects a caller that waits too long, and serves the others in order of arrival', async () => {
    const shares = new PoolShares(1, 1_000);
    const { work, end } = endlessWork();
    const order: string[] = [];
    void shares.run('a', work);
    const refused = expect(shares.run('a', work)).rejects.toBeInstanceOf(DatabaseBusy);
    await vi.advanceTimersByTimeAsync(999);
    const served = ['one', 'two'].map((name) => shares.run('a', async () => void order.push(name)));
    await vi.advanceTimersByTimeAsync(1);
    await refused;
    end();
    await Promise.all(served);
    expect(order).toEqual(['one', 'two']);
  });

  it('gives a place back when work fails', async () => {
    const shares = new PoolShares(1, 1_000);
    await expect(shares.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(shares.run('a', () => Promise.resolve('next'))).resolves.toBe('next');
  });
});

it('is a quarter of the pool, and at least two', () => {
  expect([4, 10, 20, 40].map(shareOf)).toEqual([2, 2, 5, 10]);
});
