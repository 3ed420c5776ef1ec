import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '#database';
import { PostgresWakeUp } from './postgres-wake-up.js';

describe('PostgresWakeUp', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  /** @param sent called with each notification */
  const wakeUpOf = (sent: () => void): PostgresWakeUp =>
    new PostgresWakeUp({
      separately: () => {
        sent();
        return Promise.resolve([]);
      },
    } as unknown as Database);

  it('sends one notification for all rings of a pause', async () => {
    const sent = vi.fn();
    const wakeUp = wakeUpOf(sent);
    for (let ring = 0; ring < 10; ring++) wakeUp.ring();
    expect(sent).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(20);
    expect(sent).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toHaveBeenCalledTimes(2);
    wakeUp.ring();
    expect(sent).toHaveBeenCalledTimes(3);
  });

  it('does not keep one notification waiting for the next, however long rings go on', async () => {
    const depths: number[] = [];
    const wakeUp: PostgresWakeUp = wakeUpOf(() => {
      depths.push(new Error().stack?.match(/\.notify/g)?.length ?? 0);
      wakeUp.ring();
    });
    wakeUp.ring();
    for (let pause = 0; pause < 20; pause++) await vi.advanceTimersByTimeAsync(20);
    expect(depths).toHaveLength(21);
    expect(new Set(depths)).toEqual(new Set([1]));
  });

  it('belongs to no caller', async () => {
    const context = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const wakeUp = wakeUpOf(() => seen.push(context.getStore()));
    context.run('a request', () => wakeUp.ring());
    context.run('another', () => wakeUp.ring());
    await vi.advanceTimersByTimeAsync(20);
    expect(seen).toEqual([undefined, undefined]);
  });
});
