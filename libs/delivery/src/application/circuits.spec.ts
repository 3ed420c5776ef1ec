import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatabaseAway, DatabaseBusy } from '#database';
import { newId, type TenantId } from '#kernel';
import { PROBE_EVERY_MS } from '../domain/circuit.js';
import { DestinationOutage } from '../domain/destination-outage.error.js';
import { Circuits } from './circuits.js';
import { DeliveryMetrics } from './delivery-metrics.js';

const LINE = { tenantId: newId<TenantId>(), service: { kind: 'bot', host: 'bot.example' } };

describe('Circuits', () => {
  let circuits: Circuits;
  const call = (work: () => Promise<unknown>): Promise<unknown> =>
    circuits.run(LINE, work, new AbortController().signal).catch((error: unknown) => error);

  beforeEach(async () => {
    Logger.overrideLogger(false);
    circuits = new Circuits(new DeliveryMetrics());
    vi.useFakeTimers({ toFake: ['performance'] });
    for (let outage = 0; outage < 5; outage += 1) await call(() => Promise.reject(new DestinationOutage('refused')));
    vi.advanceTimersByTime(2 * PROBE_EVERY_MS);
  });
  afterEach(() => vi.useRealTimers());

  it.each([new DatabaseAway(), new DatabaseBusy('Another call holds the same data.')])(
    'does not take $name in front of a probe for an answer of the service',
    async (failure) => {
      await call(() => Promise.reject(failure));
      expect(circuits.isPaused(LINE)).toBe(true);
    },
  );

  it('takes any other failure of a probe for an answer', async () => {
    await call(() => Promise.reject(new Error('HTTP 400')));
    expect(circuits.isPaused(LINE)).toBe(false);
  });
});
