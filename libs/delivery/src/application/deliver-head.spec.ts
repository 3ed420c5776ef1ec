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
const SERVICE = { kind: 'bot', host: 'bot.example' };

describe('DeliverHead', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Tries an item that is this old, at a destination that has been away all the time. */
  async function fails(
    ageMinutes: number,
    isKnownAway = false,
  ): Promise<Record<'alarms' | 'warnings' | 'overdue', number>> {
    const clock = new FakeClock();
    const alarm = vi.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const warning = vi.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    const handlers = new DeliveryHandlers();
    const handler = {
      kind: 'test',
      holdMinutes: async () => 15,
      deliver: () =>
        Promise.reject(isKnownAway ? new DestinationOutage('away').of(SERVICE) : new DestinationOutage('away')),
    };
    handlers.register(handler as unknown as DeliveryHandler);
    const store = { postpone: async () => true, isErased: async () => false } as unknown as LaneStore;
    const metrics = new DeliveryMetrics();
    const circuits = new Circuits(metrics);
    const paused = new PausedServices(circuits, store);
    const head = new DeliverHead(store, handlers, paused, metrics, clock);
    const key = { tenantId: newId<TenantId>(), conversationId: newId<ConversationId>(), direction: 'bot' as const };
    const lane: ClaimedLane = { ...key, destination: 'bot.example', fence: '1', yields: false };
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
    if (isKnownAway) await openCircuit(circuits, key.tenantId);
    for (const mock of [alarm, warning]) mock.mockClear();
    const before = await overdue();
    await head.run(lane, item, new AbortController().signal);
    return {
      alarms: alarm.mock.calls.length,
      warnings: warning.mock.calls.length,
      overdue: (await overdue()) - before,
    };
  }

  async function openCircuit(circuits: Circuits, tenantId: TenantId): Promise<void> {
    const fail = (): Promise<never> => Promise.reject(new DestinationOutage('away'));
    const call = () => circuits.run({ tenantId, service: SERVICE }, fail, new AbortController().signal);
    for (let times = 0; times < 5; times++) await call().catch(() => undefined);
  }

  async function overdue(): Promise<number> {
    const counted = await register.getSingleMetric('deliveries_overdue_total')?.get();
    return counted?.values.find(({ labels }) => labels['direction'] === 'bot')?.value ?? 0;
  }

  it('logs an error if an outage lasts long, although its time does not count for the delivery', async () => {
    expect(await fails(14)).toEqual({ alarms: 0, warnings: 1, overdue: 0 });
    expect(await fails(16)).toEqual({ alarms: 1, warnings: 0, overdue: 1 });
  });

  it('does not log a known outage, because its circuit logs it once', async () => {
    expect(await fails(14, true)).toEqual({ alarms: 0, warnings: 0, overdue: 0 });
    expect(await fails(16, true)).toEqual({ alarms: 0, warnings: 0, overdue: 1 });
  });
});
