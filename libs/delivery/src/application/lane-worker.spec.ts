import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConversationId, type DeliveryId, newId, SystemClock, type TenantId } from '#kernel';
import type { Delivery } from '../domain/delivery.js';
import { DeliveryHandler } from '../ports/delivery-handler.js';
import type { Claim, ClaimedLane, LaneHead, LaneStore } from '../ports/lane-store.js';
import { WakeUp } from '../ports/wake-up.js';
import { Circuits } from './circuits.js';
import { DeliverHead } from './deliver-head.js';
import { DeliveryHandlers } from './delivery-handlers.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { LaneWorker } from './lane-worker.js';
import { PausedServices } from './paused-services.js';

const POLL_MS = 500;

/** Rings in this process only. */
class Bell extends WakeUp {
  private readonly listeners: (() => void)[] = [];

  ring(): void {
    for (const listener of this.listeners) listener();
  }

  onRing(listener: () => void): () => void {
    this.listeners.push(listener);
    return () => undefined;
  }
}

class Delivers extends DeliveryHandler {
  readonly kind = 'test';
  readonly deliver = async (): Promise<{ type: 'delivered' }> => ({ type: 'delivered' });
  readonly holdMinutes = async (): Promise<number> => 15;
}

describe('LaneWorker', () => {
  /** What the worker asks of the store, each a statement. */
  let asked: string[];
  let ready: Claim['lanes'][number][];
  /** What is found after a lane's head was settled. */
  let afterHead: () => Promise<LaneHead>;
  let bell: Bell;
  let worker: LaneWorker;

  beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    ready = [];
    afterHead = async () => ({ type: 'idle' });
    bell = new Bell();
    const note = <Result>(name: string, result: () => Result) => {
      return async (): Promise<Result> => {
        asked.push(name);
        return result();
      };
    };
    const store = {
      whenOpen: async () => undefined,
      claim: note('claim', (): Claim => ({ lanes: ready.splice(0), waiting: [] })),
      settle: note('settle', () => afterHead()),
      release: note('release', () => undefined),
      head: note('head', (): LaneHead => ({ type: 'idle' })),
      renew: note('renew', () => undefined),
    } as unknown as LaneStore;
    const metrics = new DeliveryMetrics();
    const paused = new PausedServices(new Circuits(metrics), store);
    const handlers = new DeliveryHandlers();
    handlers.register(new Delivers());
    const head = new DeliverHead(store, handlers, paused, metrics, new SystemClock());
    worker = new LaneWorker(store, head, paused, bell, metrics);
    worker.onApplicationBootstrap();
  });
  afterEach(async () => {
    const stopped = worker.beforeApplicationShutdown();
    await vi.advanceTimersByTimeAsync(POLL_MS);
    await stopped;
    vi.useRealTimers();
  });

  const aLane = (): Claim['lanes'][number] => {
    const key = { tenantId: newId<TenantId>(), conversationId: newId<ConversationId>(), direction: 'bot' as const };
    const lane: ClaimedLane = { ...key, destination: 'bot.example', fence: '1' };
    const item = { id: newId<DeliveryId>(), kind: 'test', payload: {}, seq: 1, attempts: 0, heldMs: 0 };
    const delivery: Delivery = { ...item, lane: key, createdAt: new Date() };
    return { lane, head: { type: 'item', delivery } };
  };

  it('asks once per poll interval while there is nothing to do, whatever the number of idle lanes', async () => {
    await vi.advanceTimersByTimeAsync(20 * POLL_MS);
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.length).toBeLessThanOrEqual(21);
    expect(new Set(asked)).toEqual(new Set(['claim']));
  });

  it('claims and settles what arrives, with one statement each', async () => {
    await vi.advanceTimersByTimeAsync(POLL_MS / 2);
    asked = [];
    ready = [aLane(), aLane()];
    bell.ring();
    await vi.advanceTimersByTimeAsync(POLL_MS / 2);
    expect(asked).toEqual(['claim', 'settle', 'settle']);
  });

  it('gives lanes with long queues back after a while, when others may wait for their places', async () => {
    const tenantsShare = 12;
    afterHead = async () => {
      await new Promise((done) => setTimeout(done, 10));
      return aLane().head;
    };
    ready = Array.from({ length: tenantsShare - 1 }, aLane);
    bell.ring();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).not.toContain('release');
    ready = [aLane()];
    bell.ring();
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toContain('release');
  });
});
