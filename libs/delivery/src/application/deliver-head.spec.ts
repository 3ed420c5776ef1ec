import { Logger } from '@nestjs/common';
import { register } from 'prom-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ConversationId, type DeliveryId, newId, type TenantId } from '#kernel';
import { FakeClock } from '#testing';
import type { Delivery } from '../domain/delivery.js';
import { DestinationOutage } from '../domain/destination-outage.error.js';
import type { DeliveryHandler } from '../ports/delivery-handler.js';
import type { ClaimedLane, LaneStore } from '../ports/lane-store.js';
import { Circuits } from './circuits.js';
import { DeliverHead } from './deliver-head.js';
import { DeliveryHandlers } from './delivery-handlers.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { PausedServices } from './paused-services.js';

const MINUTE_MS = 60_000;

describe('DeliverHead', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Tries an item that is this old, at a destination that has been away all the time. */
  async function fails(ageMinutes: number): Promise<{ alarms: number; overdue: number }> {
    const clock = new FakeClock();
    const alarm = vi.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    vi.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    const handlers = new DeliveryHandlers();
    const handler = {
      kind: 'test',
      holdMinutes: async () => 15,
      deliver: () => Promise.reject(new DestinationOutage('away')),
    };
    handlers.register(handler as unknown as DeliveryHandler);
    const store = { postpone: async () => true } as unknown as LaneStore;
    const metrics = new DeliveryMetrics();
    const paused = new PausedServices(new Circuits(metrics), store);
    const head = new DeliverHead(store, handlers, paused, metrics, clock);
    const key = { tenantId: newId<TenantId>(), conversationId: newId<ConversationId>(), direction: 'bot' as const };
    const lane: ClaimedLane = { ...key, destination: 'bot.example', fence: '1' };
    const createdAt = new Date(clock.millis() - ageMinutes * MINUTE_MS);
    const item: Delivery = {
      id: newId<DeliveryId>(),
      kind: 'test',
      payload: {},
      lane: key,
      seq: 1,
      attempts: 9,
      heldMs: 5,
      createdAt,
    };
    const before = await overdue();
    await head.run(lane, item, new AbortController().signal);
    return { alarms: alarm.mock.calls.length, overdue: (await overdue()) - before };
  }

  async function overdue(): Promise<number> {
    const counted = await register.getSingleMetric('deliveries_overdue_total')?.get();
    return counted?.values.find(({ labels }) => labels['direction'] === 'bot')?.value ?? 0;
  }

  it('raises the alarm when an outage lasts, though its time is not held against the delivery', async () => {
    expect(await fails(14)).toEqual({ alarms: 0, overdue: 0 });
    expect(await fails(16)).toEqual({ alarms: 1, overdue: 1 });
  });
});
