import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatabaseAway, DatabaseBusy } from '#database';
import { register } from 'prom-client';
import { AppError, newId, type TenantId } from '#kernel';
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
    'does not count $name before a probe as an answer of the service',
    async (failure) => {
      await call(() => Promise.reject(failure));
      expect(circuits.isPaused(LINE)).toBe(true);
    },
  );

  it('treats any other failure of a probe as an answer', async () => {
    await call(() => Promise.reject(new Error('HTTP 400')));
    expect(circuits.isPaused(LINE)).toBe(false);
  });

  it('logs in one line which service is away and where, and when it is back', async () => {
    const lines = (['warn', 'log'] as const).map((level) => vi.spyOn(Logger.prototype, level));
    const elsewhere = { ...LINE, service: { kind: 'bot', host: 'night.example' } };
    const { signal } = new AbortController();
    for (let outage = 0; outage < 6; outage += 1)
      await circuits.run(elsewhere, failing(new DestinationOutage('refused')), signal).catch(() => undefined);
    vi.advanceTimersByTime(2 * PROBE_EVERY_MS);
    await circuits.run(elsewhere, () => Promise.resolve(), signal);
    const said = lines.flatMap((line) => line.mock.calls.map(([, message]) => String(message)));
    vi.restoreAllMocks();
    expect(said).toEqual([
      'A service is not available: bot at night.example. Deliveries wait for it, in order; it is called again every few seconds.',
      'A service is back: bot at night.example.',
    ]);
  });

  it('counts calls by outcome, and only those that were made', async () => {
    class Refused extends AppError {
      readonly code = 'test.refused';
      readonly kind = 'rejected';
    }
    const line = { ...LINE, service: { kind: 'counted', host: 'counted.example' } };
    const given = new AbortController();
    const made = [() => Promise.resolve(), ...[new Refused('No.'), new DestinationOutage('away')].map(failing)];
    const notMade = failing(new DatabaseAway());
    for (const work of [...made, notMade]) await circuits.run(line, work, given.signal).catch(() => undefined);
    given.abort();
    await circuits.run(line, failing(new Error('aborted')), given.signal).catch(() => undefined);
    const metrics = await register.getSingleMetricAsString('outbound_calls_total');
    const counted = metrics.match(/service="counted",outcome="\w+"} \d/g)?.map((found) => found.slice(18));
    expect(counted).toEqual(['outcome="ok"} 1', 'outcome="refused"} 1', 'outcome="away"} 1', 'outcome="aborted"} 1']);
  });
});

function failing(error: Error): () => Promise<never> {
  return () => Promise.reject(error);
}
