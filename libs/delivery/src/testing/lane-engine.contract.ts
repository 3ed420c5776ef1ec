import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test as base } from 'vitest';
import { AppError, type ConversationId, type DeliveryId, newId, type TenantId } from '#kernel';
import type { Delivery, DeliveryOutcome, Direction, LaneKey } from '../domain/delivery.js';
import type { Circuits } from '../application/circuits.js';
import { DestinationOutage } from '../domain/destination-outage.error.js';
import { DeliveryHandler } from '../ports/delivery-handler.js';
import type { Lanes } from '../ports/lanes.js';

/** One set of lanes with workers that can be started, stopped and killed. */
export interface LaneEngine {
  readonly lanes: Lanes;
  /** Runs in one transaction of the tenant. */
  inTransaction<Result>(tenantId: TenantId, work: () => Promise<Result>): Promise<Result>;
  /** A new conversation of a (new) tenant, to which lanes can belong. */
  conversation(tenantId?: TenantId): Promise<{ tenantId: TenantId; conversationId: ConversationId }>;
  startWorker(...handlers: DeliveryHandler[]): Promise<Worker>;
  setEnabled(tenantId: TenantId, enabled: boolean): Promise<void>;
  statusOf(tenantId: TenantId, id: DeliveryId): Promise<string>;
  /** Puts everything that is parked back into its lane. @returns how many */
  replayParked(tenantId: TenantId): Promise<number>;
  close(): Promise<void>;
}

export interface Worker {
  stop(): Promise<void>;
  /** As `kill -9` would: nothing is released, nothing continues. */
  kill(): void;
  /** The next result of a delivery cannot be written, as when the connection to the database breaks. */
  loseNextResult(): void;
  /** The next lanes that it claims never reach it, as when the connection breaks before the answer. */
  loseNextClaim(): void;
  /** While `away`, the store answers no call of the worker. */
  storeIs(state: 'away' | 'back'): void;
  /** For the calls of its handler, as a connector makes them. */
  readonly circuits: Circuits;
}

class Refused extends AppError {
  readonly code = 'test.refused';
  readonly kind = 'rejected';
}

type Script = (delivery: Delivery, attempt: number) => Promise<DeliveryOutcome | void> | void;

/** Records what is delivered and follows the script. */
class ScriptedHandler extends DeliveryHandler {
  readonly log: { lane: string; text: string; at: number }[] = [];
  private readonly attempts = new Map<string, number>();
  readonly running = new Map<string, number>();
  overlaps = 0;

  constructor(
    private readonly script: Script = () => undefined,
    readonly kind = 'test',
  ) {
    super();
  }

  async deliver(delivery: Delivery): Promise<DeliveryOutcome> {
    const lane = `${delivery.lane.conversationId}/${delivery.lane.direction}`;
    const busy = (this.running.get(lane) ?? 0) + 1;
    if (busy > 1) this.overlaps++;
    this.running.set(lane, busy);
    const attempt = (this.attempts.get(delivery.id) ?? 0) + 1;
    this.attempts.set(delivery.id, attempt);
    try {
      const outcome = await this.script(delivery, attempt);
      if (!outcome || outcome.type === 'delivered')
        this.log.push({ lane, text: delivery.payload['text'] as string, at: performance.now() });
      return outcome ?? { type: 'delivered' };
    } finally {
      this.running.set(lane, (this.running.get(lane) ?? 1) - 1);
    }
  }

  async holdMinutes(delivery: Delivery): Promise<number> {
    return Number(delivery.payload['holdMinutes'] ?? 15);
  }

  texts(conversationId?: ConversationId): string[] {
    return this.log.filter(({ lane }) => !conversationId || lane.startsWith(conversationId)).map(({ text }) => text);
  }
}

/** Calls the services that deliveries need, as connectors do: every service, and every text of a delivery, in `down` is away. */
class ServiceCalls {
  readonly down = new Set<string>();
  readonly made: string[] = [];
  circuits: Circuits | undefined;
  private readonly never = new AbortController().signal;

  async make({ payload, lane: { tenantId } }: Delivery): Promise<void> {
    const { needs: kind, text } = payload as { needs: string; text: string };
    const call = async (): Promise<void> => {
      this.made.push(text);
      if (this.down.has(kind) || this.down.has(text)) throw new DestinationOutage(`${kind} is down.`);
    };
    await this.circuits?.run({ tenantId, service: { kind, host: 'shared.example' } }, call, this.never);
  }
}

interface LaneTools {
  readonly engine: LaneEngine;
  /** Starts a worker that stops with the test. */
  start(...handlers: DeliveryHandler[]): Promise<Worker>;
  /** Appends items with these texts to a lane, by default to Engage. @returns their ids */
  append(lane: Omit<LaneKey, 'direction'>, texts: string[], options?: AppendOptions): Promise<DeliveryId[]>;
}

interface AppendOptions {
  readonly direction?: Direction;
  readonly destination?: string;
  readonly payload?: Record<string, number | string>;
  readonly kind?: string;
}

/** Tests that have an engine each, so that those that mostly wait can run at the same time. */
const laneTests = (create: () => Promise<LaneEngine>) =>
  base.extend<LaneTools>({
    engine: async ({ task: _ }, use) => {
      const engine = await create();
      await use(engine);
      await engine.close();
    },
    start: async ({ engine }, use) => {
      const workers: Worker[] = [];
      await use(async (...handlers) => {
        const worker = await engine.startWorker(...handlers);
        workers.push(worker);
        return worker;
      });
      await Promise.all(workers.map((worker) => worker.stop()));
    },
    append: async ({ engine }, use) => {
      await use(
        async (lane, texts, { direction = 'engage', destination = 'engage.example', kind = 'test', payload } = {}) => {
          const deliveries = texts.map((text) => ({ id: newId<DeliveryId>(), kind, payload: { text, ...payload } }));
          await engine.inTransaction(lane.tenantId, () =>
            engine.lanes.append({ ...lane, direction }, destination, deliveries),
          );
          return deliveries.map(({ id }) => id);
        },
      );
    },
  });

const until = async (condition: () => boolean | Promise<boolean>, timeoutMs = 8_000): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('Waited too long.');
    await sleep(10);
  }
};

/** What every implementation of the lanes must do: strict order per lane, no loss, no waiting for others. */
export function laneEngineContract(name: string, create: () => Promise<LaneEngine>): void {
  describe(`${name} as a lane engine`, () => {
    const it = laneTests(create);

    it('delivers in the order of appending, one at a time, also with two workers', async ({
      engine,
      start,
      append,
    }) => {
      const handler = new ScriptedHandler(async () => void (await sleep(1)));
      await Promise.all([start(handler), start(handler)]);
      const conversations = await Promise.all([1, 2, 3].map(() => engine.conversation()));
      const texts = Array.from({ length: 20 }, (_, index) => String(index));
      for (const text of texts) await Promise.all(conversations.map((conversation) => append(conversation, [text])));
      await until(() => handler.log.length === 60);
      for (const { conversationId } of conversations) expect(handler.texts(conversationId)).toEqual(texts);
      expect(handler.overlaps).toBe(0);
    });

    it('delivers nothing of a transaction that was rolled back', async ({ engine, start, append }) => {
      const handler = new ScriptedHandler();
      await start(handler);
      const lane = await engine.conversation();
      await expect(
        engine.inTransaction(lane.tenantId, async () => {
          await engine.lanes.append({ ...lane, direction: 'bot' }, 'bot.example', [
            { id: newId<DeliveryId>(), kind: 'test', payload: { text: 'never' } },
          ]);
          throw new Error('rolled back');
        }),
      ).rejects.toThrow('rolled back');
      await append(lane, ['kept'], { direction: 'bot' });
      await until(() => handler.log.length === 1);
      expect(handler.texts()).toEqual(['kept']);
    });

    it('knows whether anything was appended after an item', async ({ engine, start, append }) => {
      const seen: boolean[] = [];
      const handler = new ScriptedHandler(async (delivery) => {
        const isLast = await engine.inTransaction(delivery.lane.tenantId, () => engine.lanes.isLast(delivery));
        seen.push(isLast);
      });
      const lane = await engine.conversation();
      await append(lane, ['one', 'two']);
      await append(lane, ['another way'], { direction: 'bot' });
      await start(handler);
      await until(() => seen.length === 3);
      expect(seen.toSorted()).toEqual([false, true, true]);
    });

    it('discards what is expendable instead of parking it', async ({ engine, start, append }) => {
      const handler = new ScriptedHandler((delivery) => {
        if (delivery.payload['text'] === 'refused') throw new Refused('no');
        if (delivery.payload['text'] === 'failing') throw new Error('for a moment');
      });
      Object.assign(handler, { expendable: true });
      await start(handler);
      const lane = await engine.conversation();
      const ids = await append(lane, ['refused', 'failing', 'next'], { payload: { holdMinutes: 0 } });
      await until(() => handler.log.length === 1);
      expect(handler.texts()).toEqual(['next']);
      const statuses = ids.slice(0, 2).map((id) => engine.statusOf(lane.tenantId, id));
      expect(await Promise.all(statuses)).toEqual(['superseded', 'superseded']);
    });

    it.concurrent('holds a lane while its head fails; others continue', async ({ engine, start, append }) => {
      const handler = new ScriptedHandler((delivery, attempt) => {
        if (delivery.payload['text'] === 'bad' && attempt === 1) throw new Error('for a moment');
      });
      await start(handler);
      const [held, free] = [await engine.conversation(), await engine.conversation()];
      await append(held, ['bad', 'after']);
      await append(free, ['free']);
      await until(() => handler.log.length === 3);
      expect(handler.texts()).toEqual(['free', 'bad', 'after']);
    });

    it.concurrent('keeps a held head before what is appended meanwhile', async ({ engine, start, append }) => {
      const handler = new ScriptedHandler((delivery, attempt) => {
        if (delivery.payload['text'] === '1' && attempt === 1) throw new Error('for a moment');
      });
      await start(handler);
      const lane = await engine.conversation();
      await append(lane, ['1']);
      await sleep(100);
      await append(lane, ['2']);
      await until(() => handler.log.length === 2);
      expect(handler.texts()).toEqual(['1', '2']);
    });

    it('parks what a retry would not fix and continues with the next item', async ({ engine, start, append }) => {
      const handler = new ScriptedHandler((delivery) => {
        if (delivery.payload['text'] === 'refused') throw new Refused('no');
      });
      await start(handler);
      const lane = await engine.conversation();
      const [id] = await append(lane, ['refused', 'next']);
      await until(() => handler.log.length === 1);
      expect(await engine.statusOf(lane.tenantId, id!)).toBe('parked');
    });

    it('replays any number of parked items in their old order, before what waits', async ({
      engine,
      start,
      append,
    }) => {
      let refuses = true;
      const handler = new ScriptedHandler((delivery) => {
        if (refuses && delivery.payload['text'] !== 'waits') throw new Refused('no');
        if (refuses) throw new Error('not yet');
      });
      const worker = await start(handler);
      const [long, short] = [await engine.conversation(), await engine.conversation()];
      const texts = Array.from({ length: 1_010 }, (_, index) => String(index));
      const ids = await append(long, texts);
      await append(long, ['waits']);
      await append(short, ['a', 'b']);
      await until(async () => (await engine.statusOf(long.tenantId, ids.at(-1)!)) === 'parked', 30_000);
      await worker.stop();
      refuses = false;
      expect(await engine.replayParked(long.tenantId)).toBe(1_010);
      expect(await engine.replayParked(long.tenantId)).toBe(0);
      await start(handler);
      await until(() => handler.texts().length >= 1_011, 30_000);
      expect(handler.texts(long.conversationId)).toEqual([...texts, 'waits']);
      expect(handler.texts(short.conversationId)).toEqual([]);
    });

    it('lets others pass while many lanes of a tenant are replayed, until they are empty', async ({
      engine,
      start,
      append,
    }) => {
      let refuses = true;
      const calls = Promise.withResolvers<void>();
      const handler = new ScriptedHandler(async (delivery) => {
        const isOld = (delivery.payload['text'] as string).startsWith('old');
        if (isOld && refuses) throw new Refused('no');
        if (isOld) await calls.promise;
      });
      const running = (): number => [...handler.running.values()].reduce((sum, one) => sum + one, 0);
      const worker = await start(handler);
      const { tenantId, ...first } = await engine.conversation();
      const lanes = [{ tenantId, ...first }];
      while (lanes.length < 30) lanes.push(await engine.conversation(tenantId));
      const parked: DeliveryId[] = [];
      for (const [index, lane] of lanes.entries()) parked.push(...(await append(lane, [`old ${index}`])));
      for (const id of parked) await until(async () => (await engine.statusOf(tenantId, id)) === 'parked');
      refuses = false;
      expect(await engine.replayParked(tenantId)).toBe(lanes.length);
      await until(() => running() === 9);
      const live = await engine.conversation(tenantId);
      await append(live, ['live']);
      await until(() => handler.texts(live.conversationId).length === 1);
      expect(running()).toBe(9); // of twelve places
      calls.resolve();
      await until(async () => handler.log.length === lanes.length + 1);
      await worker.stop(); // it has no handler for the next items
      const hangs = Promise.withResolvers<void>();
      const again = new ScriptedHandler(() => hangs.promise, 'again');
      await start(again);
      for (const lane of lanes) await append(lane, ['like any other'], { kind: 'again' });
      await until(() => again.running.size >= 12);
      hangs.resolve();
      await until(() => again.log.length === lanes.length);
    });

    it('parks a transient failure when the hold limit is used up', async ({ engine, start, append }) => {
      const handler = new ScriptedHandler((delivery) => {
        if (delivery.payload['text'] === 'stuck') throw new Error('again and again');
      });
      await start(handler);
      const lane = await engine.conversation();
      const [id] = await append(lane, ['stuck', 'next'], { payload: { holdMinutes: 0.005 } });
      await until(() => handler.log.length === 1);
      expect(await engine.statusOf(lane.tenantId, id!)).toBe('parked');
    });

    it.concurrent(
      'pauses what needs a service that is down, without parking, while everything else continues',
      async ({ engine, start, append }) => {
        const calls = new ServiceCalls();
        calls.down.add('rest');
        const handler = new ScriptedHandler((delivery) => calls.make(delivery));
        calls.circuits = (await start(handler)).circuits;
        const { tenantId } = await engine.conversation();
        const lanes = await Promise.all(Array.from({ length: 40 }, () => engine.conversation(tenantId)));
        const needsRest = { payload: { needs: 'rest', holdMinutes: 0.02 } };
        await Promise.all(lanes.map((lane) => append(lane, ['start'], needsRest)));
        await until(() => calls.made.length >= 5);
        await sleep(1_500);
        await append(await engine.conversation(tenantId), ['message'], { payload: { needs: 'send' } });
        await until(() => handler.texts().includes('message'), 1_000);
        expect(calls.made.filter((text) => text === 'start').length).toBeLessThan(20); // only the calls that were already running
        calls.down.clear();
        await until(() => handler.log.length === 41, 12_000);
      },
    );

    it.concurrent(
      "does not stop a tenant because of another tenant's outage of the same service",
      async ({ engine, start, append }) => {
        const calls = new ServiceCalls();
        calls.down.add('never');
        const handler = new ScriptedHandler((delivery) => calls.make(delivery));
        calls.circuits = (await start(handler)).circuits;
        const broken = await engine.conversation();
        const lanes = await Promise.all(Array.from({ length: 20 }, () => engine.conversation(broken.tenantId)));
        await Promise.all(lanes.map((lane) => append(lane, ['never'], { payload: { needs: 'rest' } })));
        await sleep(500);
        await append(await engine.conversation(), ['quick'], { payload: { needs: 'rest' } });
        await until(() => handler.texts().includes('quick'), 1_000);
      },
    );

    it.concurrent(
      'probes with each kind in turn, so that one that always fails does not keep the circuit open',
      async ({ engine, start, append }) => {
        const calls = new ServiceCalls();
        calls.down.add('poison');
        const make = (delivery: Delivery): Promise<void> => calls.make(delivery);
        const [poison, fine] = [new ScriptedHandler(make, 'poison'), new ScriptedHandler(make, 'test')];
        calls.circuits = (await start(poison, fine)).circuits;
        const { tenantId } = await engine.conversation();
        const needsRest = { payload: { needs: 'rest' } };
        for (let number = 0; number < 10; number++)
          await append(await engine.conversation(tenantId), ['poison'], { ...needsRest, kind: 'poison' });
        await until(() => calls.made.length >= 5);
        await append(await engine.conversation(tenantId), ['fine'], needsRest);
        await until(() => fine.log.length === 1, 15_000); // the second probe; in the order of waiting it would be the eleventh
      },
    );

    it.concurrent(
      'pauses a lane while its tenant is disabled, and continues when it is enabled',
      async ({ engine, start, append }) => {
        let enabled = false;
        let tries = 0;
        const handler = new ScriptedHandler(async () => {
          tries += 1;
          return enabled ? undefined : { type: 'paused', reason: 'The tenant is disabled.' };
        });
        const lane = await engine.conversation();
        await engine.setEnabled(lane.tenantId, false);
        await start(handler);
        await append(lane, ['1', '2']);
        await until(() => tries === 1);
        await sleep(2_500);
        expect(tries).toBe(1);
        enabled = true;
        await engine.setEnabled(lane.tenantId, true);
        await until(() => handler.log.length === 2, 3_000);
        expect(handler.texts()).toEqual(['1', '2']);
      },
    );

    it('checks a waiting head again when asked to, because it may no longer need what the lane waits for', async ({
      engine,
      start,
      append,
    }) => {
      const calls = new ServiceCalls();
      calls.down.add('rest');
      let isPointless = false;
      const handler = new ScriptedHandler(async (delivery) => {
        if (isPointless && delivery.payload['text'] === 'start') return { type: 'superseded', reason: 'It is over.' };
        await calls.make(delivery);
      });
      calls.circuits = (await start(handler)).circuits;
      const { tenantId } = await engine.conversation();
      for (let number = 0; number < 5; number++)
        await append(await engine.conversation(tenantId), ['other'], { payload: { needs: 'rest' } });
      await until(() => calls.made.length >= 5);
      const lane = await engine.conversation(tenantId);
      await append(lane, ['start'], { payload: { needs: 'rest' } });
      await append(lane, ['message'], { payload: { needs: 'send' } });
      await sleep(500);
      isPointless = true;
      await engine.inTransaction(tenantId, () => engine.lanes.reconsider({ ...lane, direction: 'engage' }));
      await until(() => handler.texts().includes('message'), 1_500);
    });

    it('runs the effect of a delivery in the transaction that settles it', async ({ engine, start, append }) => {
      const lane = await engine.conversation();
      const handler = new ScriptedHandler((delivery) =>
        delivery.payload['text'] === 'first'
          ? Promise.resolve({
              type: 'delivered',
              effect: () =>
                engine.lanes.append({ ...lane, direction: 'bot' }, 'bot.example', [
                  { id: newId<DeliveryId>(), kind: 'test', payload: { text: 'second' } },
                ]),
            })
          : undefined,
      );
      await start(handler);
      await append(lane, ['first']);
      await until(() => handler.log.length === 2);
      expect(handler.texts()).toEqual(['first', 'second']);
    });

    it('postpones an item that asks for it, and skips a superseded one', async ({ engine, start, append }) => {
      const failures: number[] = [];
      const handler = new ScriptedHandler(async (delivery, attempt): Promise<DeliveryOutcome | void> => {
        if (delivery.payload['text'] === 'later') failures.push(delivery.attempts);
        if (delivery.payload['text'] === 'later' && attempt === 1)
          return { type: 'later', delayMs: 50.5, reason: 'not imported yet', counts: true };
        if (delivery.payload['text'] === 'old') return { type: 'superseded', reason: 'the handover is over' };
      });
      await start(handler);
      const lane = await engine.conversation();
      const [, old] = await append(lane, ['later', 'old', 'new']);
      await until(() => handler.log.length === 2);
      expect(failures).toEqual([0, 0]); // waiting is not a failure, also with fractions of milliseconds
      expect(handler.texts()).toEqual(['later', 'new']);
      expect(await engine.statusOf(lane.tenantId, old!)).toBe('superseded');
    });

    it.concurrent(
      "frees a killed worker's lanes within five seconds and keeps their order",
      async ({ engine, start, append }) => {
        let dead = false;
        const victim = new ScriptedHandler(async () => {
          dead = true;
          await new Promise(() => undefined);
        });
        const worker = await start(victim);
        const lane = await engine.conversation();
        await append(lane, ['1', '2', '3']);
        await until(() => dead);
        worker.kill();
        const killedAt = performance.now();
        const heir = new ScriptedHandler();
        await start(heir);
        await until(() => heir.log.length === 3);
        expect(heir.texts()).toEqual(['1', '2', '3']);
        expect(heir.log[0]!.at - killedAt).toBeLessThan(5_000);
      },
    );

    it.concurrent(
      'loses a lane whose result could not be written only for a few seconds, even if its worker is busy',
      async ({ engine, start, append }) => {
        const handler = new ScriptedHandler((delivery) => {
          if (delivery.payload['text'] === 'long') return sleep(6_000);
        });
        const worker = await start(handler);
        const [busy, hurt] = [await engine.conversation(), await engine.conversation()];
        await append(busy, ['long']);
        await until(() => handler.running.size === 1);
        worker.loseNextResult();
        await append(hurt, ['1', '2']);
        await until(() => handler.texts(hurt.conversationId).includes('2'), 5_000);
        expect(handler.texts(hurt.conversationId)).toEqual(['1', '1', '2']);
        expect(handler.texts(busy.conversationId)).toEqual([]);
      },
    );

    it.concurrent(
      'loses lanes whose claim was not answered only for a few seconds, even if their worker is busy',
      async ({ engine, start, append }) => {
        const handler = new ScriptedHandler((delivery) => {
          if (delivery.payload['text'] === 'long') return sleep(6_000);
        });
        const worker = await start(handler);
        const [busy, hurt] = [await engine.conversation(), await engine.conversation()];
        await append(busy, ['long']);
        await until(() => handler.running.size === 1);
        worker.loseNextClaim();
        await append(hurt, ['1', '2']);
        await until(() => handler.texts(hurt.conversationId).includes('2'), 5_000);
        expect(handler.texts()).toEqual(['1', '2']);
      },
    );

    it.concurrent(
      'does not claim a lane again that it works on, even if its lease could not be renewed',
      async ({ engine, start, append }) => {
        const handler = new ScriptedHandler(() => sleep(6_000));
        const worker = await start(handler);
        const lane = await engine.conversation();
        const [id] = await append(lane, ['long']);
        await until(() => handler.running.size === 1);
        worker.storeIs('away');
        await sleep(4_000);
        worker.storeIs('back');
        await until(async () => (await engine.statusOf(lane.tenantId, id!)) === 'delivered');
        expect(handler.texts()).toEqual(['long']);
        expect(handler.overlaps).toBe(0);
      },
    );

    it.concurrent('gives a slow tenant no more than its share of the worker', async ({ engine, start, append }) => {
      const slow = await engine.conversation();
      const handler = new ScriptedHandler(async (delivery) => {
        if (delivery.payload['text'] === 'slow') await sleep(1_500);
      });
      await start(handler);
      const slowLanes = await Promise.all(Array.from({ length: 40 }, () => engine.conversation(slow.tenantId)));
      await Promise.all(slowLanes.map((lane) => append(lane, ['slow'], { destination: 'slow.example' })));
      await sleep(100);
      const [quick, sharing] = [await engine.conversation(), await engine.conversation()];
      await append(quick, ['quick'], { destination: 'quick.example' });
      await append(sharing, ['sharing'], { destination: 'slow.example' });
      await until(() => handler.texts().includes('quick') && handler.texts().includes('sharing'), 1_000);
    });
  });
}
