import { describe, expect, it } from 'vitest';
import type { Database } from '#database';
import type { TenantId } from '#kernel';
import type { DecideFacts } from './decide-facts.js';
import type { CallOrder, TenantCall } from './fact-call.js';
import { FactQueue } from './fact-queue.js';
import { TooManyCallsWaiting } from './too-many-calls.error.js';

const TENANT = 'a-tenant' as TenantId;
const MOST_CALLS = 5_000;
const MB = 1024 * 1024;

/** A queue whose transactions end when they are released. */
function heldQueue(): { queue: FactQueue; release: () => void } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const database = { inTenant: (_: TenantId, work: () => unknown) => released.then(work) } as unknown as Database;
  const facts = {
    run: (_: TenantId, calls: readonly TenantCall[]) =>
      Promise.resolve(calls.map(() => ({ status: 'fulfilled', value: 'decided' }))),
  } as unknown as DecideFacts;
  return { queue: new FactQueue(TENANT, database, facts), release };
}

function aCall(bytes = 0, order?: CallOrder): TenantCall {
  const event = bytes > 0 ? { event: { body: { length: bytes } } } : {};
  return { ...event, order, work: () => Promise.resolve() } as unknown as TenantCall;
}

describe('what waits for a slow database', () => {
  it('is bounded by the number of calls, and accepts calls again later', async () => {
    const { queue, release } = heldQueue();
    const waiting = Array.from({ length: MOST_CALLS }, () => queue.add(aCall()));
    await expect(queue.add(aCall())).rejects.toBeInstanceOf(TooManyCallsWaiting);
    release();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['decided']));
    expect(await queue.add(aCall())).toBe('decided');
    expect(queue.isIdle).toBe(true);
  });

  it('is bounded by the bytes of bodies, and accepts a single large one', async () => {
    const { queue, release } = heldQueue();
    const large = queue.add(aCall(40 * MB));
    await expect(queue.add(aCall(1))).rejects.toMatchObject({ kind: 'unavailable', retryAfterMs: 2_000 });
    release();
    expect(await large).toBe('decided');
  });

  it('refuses the later calls of an order after one was refused', async () => {
    const { queue, release } = heldQueue();
    const order: CallOrder = {};
    const first = queue.add(aCall(30 * MB));
    await expect(queue.add(aCall(5 * MB, order))).rejects.toBeInstanceOf(TooManyCallsWaiting);
    expect(order.failure).toBeInstanceOf(TooManyCallsWaiting); // which decides the later ones
    release();
    await first;
  });
});
