import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, type ConversationId, type DeliveryId, newId, SystemClock, type TenantId } from '#kernel';
import type { Delivery } from '../domain/delivery.js';
import { DeliveryHandler } from '../ports/delivery-handler.js';
import type { Claim, ClaimedLane, ClaimRequest, LaneHead, LaneStore } from '../ports/lane-store.js';
import { WakeUp } from '../ports/wake-up.js';
import { Circuits } from './circuits.js';
import { DeliverHead } from './deliver-head.js';
import { DeliveryHandlers } from './delivery-handlers.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { LaneWorker } from './lane-worker.js';
import { PausedServices } from './paused-services.js';

const POLL_MS = 500;

/** Notifies this process only. */
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

class NotThere extends AppError {
  readonly code = 'test.not-there';
  readonly kind = 'not-found';
}

class Delivers extends DeliveryHandler {
  readonly kind = 'test';
  failure: Error | undefined;
  readonly deliver = async (): Promise<{ type: 'delivered' }> => {
    if (this.failure) throw this.failure;
    return { type: 'delivered' };
  };
  readonly holdMinutes = async (): Promise<number> => 15;
}

describe('LaneWorker', () => {
  /** The worker's calls to the store; each is a statement. */
  let asked: string[];
  let lastClaim: ClaimRequest | undefined;
  let ready: Claim['lanes'][number][];
  /** How long a claim takes, in milliseconds. */
  let claimMs: number;
  /** The result of settling a lane's head. */
  let afterHead: () => Promise<LaneHead>;
  let isErased: () => Promise<boolean>;
  let handler: Delivers;
  let bell: Bell;
  let worker: LaneWorker;

  beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    ready = [];
    claimMs = 0;
    afterHead = async () => ({ type: 'idle' });
    isErased = async () => false;
    handler = new Delivers();
    bell = new Bell();
    const note = <Result>(name: string, result: () => Result) => {
      return async (): Promise<Result> => {
        asked.push(name);
        return result();
      };
    };
    const store = {
      whenOpen: async () => undefined,
      claim: async (request: ClaimRequest): Promise<Claim> => {
        asked.push('claim');
        lastClaim = request;
        const lanes = ready.splice(0, roomOf(request));
        if (claimMs > 0) await new Promise((done) => setTimeout(done, claimMs));
        return { lanes, waiting: [] };
      },
      settle: note('settle', () => afterHead()),
      release: note('release', () => undefined),
      head: note('head', (): LaneHead => ({ type: 'idle' })),
      renew: note('renew', () => undefined),
      isErased: () => isErased(),
    } as unknown as LaneStore;
    const metrics = new DeliveryMetrics();
    const paused = new PausedServices(new Circuits(metrics), store);
    const handlers = new DeliveryHandlers();
    handlers.register(handler);
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

  /** If all lanes are of one tenant, or of tenants that use little of their share. */
  const roomOf = ({ maxLanes, perTenant, tenantsInFlight }: ClaimRequest): number =>
    Math.min(maxLanes, ...Object.values(tenantsInFlight).map((held) => perTenant - held));

  const aLane = (tenantId = newId<TenantId>()): Claim['lanes'][number] => {
    const key = { tenantId, conversationId: newId<ConversationId>(), direction: 'bot' as const };
    const lane: ClaimedLane = { ...key, destination: 'bot.example', fence: '1', yields: false };
    const item = { id: newId<DeliveryId>(), kind: 'test', payload: {}, seq: 1, attempts: 0, heldMs: 0 };
    const delivery: Delivery = { ...item, lane: key, createdAt: new Date() };
    return { lane, head: { type: 'item', delivery } };
  };

  it('sends one statement per poll interval while there is nothing to do, for any number of idle lanes', async () => {
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

  describe('if a delivery fails', () => {
    /** The lines that are logged for a lane that is ready now. */
    async function logged(): Promise<unknown[][]> {
      const levels = ['error', 'warn', 'log'] as const;
      const spies = levels.map((level) => vi.spyOn(Logger.prototype, level).mockReturnValue(undefined));
      asked = [];
      ready = [aLane()];
      const { tenantId, conversationId } = ready[0]!.lane;
      bell.ring();
      await vi.advanceTimersByTimeAsync(POLL_MS / 2);
      const lines = spies.flatMap(({ mock }, place) => mock.calls.map(([about, text]) => [levels[place], about, text]));
      for (const spy of spies) spy.mockRestore();
      for (const [, about] of lines) expect(about).toMatchObject({ tenantId, conversationId });
      return lines.map(([level, , text]) => [level, text]);
    }
    const ERASED = [['log', 'The conversation was erased; its lane has ended.']];

    it('notes that the conversation was erased meanwhile, and nothing else', async () => {
      handler.failure = new NotThere('The conversation does not exist.');
      isErased = async () => true;
      expect(await logged()).toEqual(ERASED);
      expect(asked).not.toContain('settle');
    });

    it('notes the same if the conversation is erased before the failure is stored', async () => {
      handler.failure = new NotThere('The conversation does not exist.');
      const answers = [false, true];
      isErased = async () => answers.shift() ?? true;
      afterHead = () => Promise.reject(new NotThere('The conversation does not exist.'));
      expect(await logged()).toEqual(ERASED);
    });

    it('logs any other error of a lane, with its tenant', async () => {
      afterHead = () => Promise.reject(new Error('The database broke.'));
      handler.failure = new NotThere('Something else does not exist.');
      expect(await logged()).toEqual([['error', expect.stringContaining('A lane was released after an error')]]);
      isErased = () => Promise.reject(new Error('The database is away.'));
      expect(await logged()).toEqual([['error', expect.stringContaining('A lane was released after an error')]]);
    });
  });

  it('reports which of its lanes yield, and uses at most three quarters of its places for them', async () => {
    afterHead = () => new Promise((done) => setTimeout(() => done({ type: 'idle' }), 800));
    const yielding = aLane();
    ready = [aLane(yielding.lane.tenantId), { ...yielding, lane: { ...yielding.lane, yields: true } }];
    bell.ring();
    await vi.advanceTimersByTimeAsync(POLL_MS);
    const { tenantId, destination } = yielding.lane;
    expect(lastClaim).toMatchObject({
      tenantsInFlight: { [tenantId]: 2 },
      tenantsYielding: { [tenantId]: 1 },
      destinationsYielding: { [destination]: 1 },
      roomToYield: 35,
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(lastClaim).toMatchObject({ tenantsYielding: {}, destinationsYielding: {}, roomToYield: 36 });
  });

  it('gives lanes with long queues back after a while, if others may wait for their places', async () => {
    const tenantsShare = 12;
    afterHead = async () => {
      await new Promise((done) => setTimeout(done, 10));
      return aLane().head;
    };
    ready = Array.from({ length: tenantsShare - 1 }, () => aLane());
    bell.ring();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).not.toContain('release');
    ready = [aLane()];
    bell.ring();
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toContain('release');
  });

  it('continues with lanes of a tenant that uses all of its share as soon as others end, also during a claim', async () => {
    const tenantId = newId<TenantId>();
    let ended = 0;
    afterHead = async () => {
      await new Promise((done) => setTimeout(done, 20 + (ended++ % 7)));
      return { type: 'idle' };
    };
    claimMs = 3;
    ready = Array.from({ length: 120 }, () => aLane(tenantId));
    bell.ring();
    await vi.advanceTimersByTimeAsync(POLL_MS - 50); // 12 at a time: ten times 26 ms and a claim
    expect([ready.length, ended]).toEqual([0, 120]);
  });
});
