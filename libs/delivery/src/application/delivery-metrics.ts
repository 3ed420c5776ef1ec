import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, register } from 'prom-client';
import type { CallOutcome } from '../domain/call-outcome.js';
import type { Direction } from '../domain/delivery.js';

/** Metrics of the lanes, for operators. No tenant label: metrics are public. */
@Injectable()
export class DeliveryMetrics {
  private readonly settledTotal = metric(
    'deliveries_settled_total',
    (name) =>
      new Counter({
        name,
        help: 'Deliveries that are delivered, parked, superseded or discarded',
        labelNames: ['direction', 'status'],
      }),
  );
  private readonly retriedTotal = metric(
    'deliveries_retried_total',
    (name) => new Counter({ name, help: 'Failed attempts that are retried', labelNames: ['direction'] }),
  );
  private readonly overdueTotal = metric(
    'deliveries_overdue_total',
    (name) =>
      new Counter({
        name,
        help: 'Failed attempts of deliveries that have waited for more than 15 minutes',
        labelNames: ['direction'],
      }),
  );
  private readonly seconds = metric(
    'delivery_seconds',
    (name) =>
      new Histogram({
        name,
        help: 'From accepted to settled',
        labelNames: ['direction'],
        buckets: [0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 60, 900],
      }),
  );
  private readonly outagesTotal = metric(
    'service_outages_total',
    (name) =>
      new Counter({ name, help: 'Calls that failed because a service was not available', labelNames: ['service'] }),
  );
  private readonly away = metric(
    'services_away',
    (name) =>
      new Gauge({ name, help: 'Open circuits: services of tenants that are not available', labelNames: ['service'] }),
  );
  private readonly callsTotal = metric(
    'outbound_calls_total',
    (name) =>
      new Counter({
        name,
        help: 'Calls to Engage and to bots by outcome',
        labelNames: ['service', 'outcome'],
      }),
  );
  private readonly callSeconds = metric(
    'outbound_call_seconds',
    (name) =>
      new Histogram({
        name,
        help: 'Duration of calls to Engage and to bots',
        labelNames: ['service'],
        buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      }),
  );
  private readonly inFlight = metric(
    'lanes_in_flight',
    (name) => new Gauge({ name, help: 'Lanes that this worker holds' }),
  );

  settled(direction: Direction, status: string, ageMs: number): void {
    this.settledTotal.inc({ direction, status });
    this.seconds.observe({ direction }, ageMs / 1_000);
  }

  retried(direction: Direction, isOverdue: boolean): void {
    this.retriedTotal.inc({ direction });
    if (isOverdue) this.overdueTotal.inc({ direction });
  }

  outage(service: string): void {
    this.outagesTotal.inc({ service });
  }

  /** @param service its kind */
  called(service: string, outcome: CallOutcome, milliseconds: number): void {
    this.callsTotal.inc({ service, outcome });
    this.callSeconds.observe({ service }, milliseconds / 1_000);
  }

  /** @param kinds one for each open circuit of this process */
  servicesAway(kinds: readonly string[]): void {
    this.away.reset();
    for (const service of kinds) this.away.inc({ service });
  }

  holding(lanes: number): void {
    this.inFlight.set(lanes);
  }
}

/** Each metric exists once per process, also when tests start several apps in one. */
function metric<Kind>(name: string, create: (name: string) => Kind): Kind {
  return (register.getSingleMetric(name) as Kind | undefined) ?? create(name);
}
