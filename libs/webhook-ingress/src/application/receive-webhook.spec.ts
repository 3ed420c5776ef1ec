import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatabaseAway, DatabaseBusy } from '#database';
import type { AcceptEngageEvent, EngageEvent } from '#handover';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { IngressMetrics } from './ingress-metrics.js';
import { ReceiveWebhook } from './receive-webhook.js';
import type { ReplayWindow } from './replay-window.js';

const LOCK_MS = 2_000;

describe('ReceiveWebhook', () => {
  const stored: string[] = [];
  let store: (event: EngageEvent) => Promise<void>;

  beforeEach(() => {
    vi.useFakeTimers();
    stored.length = 0;
  });
  afterEach(() => void vi.useRealTimers());

  /** @param names thread and number, e.g. `a1` */
  async function receive(names: readonly string[]): Promise<{ failure: unknown; tookMs: number }> {
    const inOrder = async (_: unknown, events: readonly EngageEvent[]) => {
      const outcomes: PromiseSettledResult<'applied'>[] = [];
      for (const event of events) {
        const failure = outcomes.find(({ status }) => status === 'rejected');
        outcomes.push(failure ?? (await storeOne(event)));
      }
      return outcomes;
    };
    const storeOne = async (event: EngageEvent): Promise<PromiseSettledResult<'applied'>> => {
      try {
        await store(event);
        stored.push(event.id);
        return { status: 'fulfilled', value: 'applied' };
      } catch (reason) {
        return { status: 'rejected', reason };
      }
    };
    const known = async (_: unknown, ids: readonly string[]) => new Set(ids.filter((id) => stored.includes(id)));
    const webhook = new ReceiveWebhook({ inOrder, known } as unknown as AcceptEngageEvent, new IngressMetrics(), {
      admits: () => true,
    } as unknown as ReplayWindow);
    const events = names.map((id) => ({ id, type: 'task.taken', resource: { metadata: { thread_id: id.charAt(0) } } }));
    const start = performance.now();
    const ended = webhook.run(aTenant(), Buffer.from(JSON.stringify({ events }))).then(
      () => ({ failure: undefined, tookMs: performance.now() - start }),
      (failure: unknown) => ({ failure, tookMs: performance.now() - start }),
    );
    await vi.advanceTimersByTimeAsync(3_600_000);
    return ended;
  }

  const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const locked = (thread: string) => async (event: EngageEvent) => {
    if (event.threadId !== thread) return;
    await after(LOCK_MS);
    throw new DatabaseBusy('Another call holds the same data.');
  };

  it('stores the events of other threads next to a locked one, which keeps its order', async () => {
    store = locked('a');
    const others = Array.from({ length: 500 }, (_, index) => [`b${index}`, `a${index}`, `c${index}`]).flat();
    const { failure, tookMs } = await receive(others);
    expect(stored).toEqual(others.filter((id) => !id.startsWith('a')));
    expect(failure).toMatchObject({ kind: 'unavailable', retryAfterMs: expect.any(Number) as number });
    expect(tookMs).toBeLessThan(4_100);
  });

  it('skips later events only in the thread with a temporary failure', async () => {
    store = ({ id }) => (id === 'a1' ? Promise.reject(new Error('passes')) : Promise.resolve());
    expect((await receive(['a1', 'a2', 'b1', 'a3', 'b2'])).failure).toEqual(new Error('passes'));
    expect(stored).toEqual(['b1', 'b2']);
  });

  it('continues after a lock that is released in time', async () => {
    store = ({ threadId }) => (threadId === 'a' ? after(1_500) : Promise.resolve());
    expect((await receive(['a1', 'b1'])).failure).toBeUndefined();
    expect(stored).toEqual(['b1', 'a1']);
  });

  it('stops when the database is not available', async () => {
    const tried: string[] = [];
    store = ({ id }) => {
      tried.push(id);
      return Promise.reject(new DatabaseAway());
    };
    expect((await receive(['a1', 'b1', 'c1'])).failure).toBeInstanceOf(DatabaseAway);
    expect(tried).toEqual(['a1']);
  });

  it('answers before Engage repeats the request', async () => {
    store = () => after(300);
    const { failure, tookMs } = await receive(Array.from({ length: 100 }, (_, index) => `a${index}`));
    expect(failure).toMatchObject({ kind: 'unavailable', retryAfterMs: expect.any(Number) as number });
    expect(tookMs).toBeLessThan(4_100);
    expect(stored.slice(0, 13)).toEqual(Array.from({ length: 13 }, (_, index) => `a${index}`));
  });

  it('finishes a long request over several repeats, because stored events cost no time', async () => {
    store = () => after(100);
    const names = Array.from({ length: 100 }, (_, index) => `a${index}`);
    const failures: unknown[] = [];
    for (let repeat = 0; repeat < 3; repeat += 1) failures.push((await receive(names)).failure);
    expect(failures.at(0)).toBeDefined();
    expect(failures.at(-1)).toBeUndefined();
    expect(stored).toEqual(names);
  });
});
