import { Injectable } from '@nestjs/common';
import { CALLS_PER_MINUTE } from '#engage-outbound';
import { type Sample, StateGauges, type StateReading } from '#telemetry';
import { ServiceState, type ServiceStateNow } from '../ports/service-state.js';

const DIRECTIONS = ['engage', 'bot'];
const STATES = ['queue', 'active'];

const GAUGES: StateReading['gauges'] = [
  {
    name: 'deliveries_pending',
    help: 'Deliveries that are neither delivered nor parked, counted up to 20,000',
    labels: ['direction'],
  },
  {
    name: 'deliveries_parked',
    help: 'Deliveries that wait for an operator, counted up to 20,000',
    labels: ['direction'],
  },
  {
    name: 'deliveries_oldest_pending_seconds',
    help: 'Age of the oldest pending delivery of an enabled tenant, 0 without one',
  },
  {
    name: 'handovers_open',
    help: 'Handovers that run, of enabled tenants, counted up to 20,000',
    labels: ['state'],
  },
  {
    name: 'handovers_oldest_seconds',
    help: 'How long ago the oldest of them started, 0 without one',
    labels: ['state'],
  },
  {
    name: 'outages',
    help: 'Services of enabled tenants that deliveries wait for, counted once for each tenant and service',
    labels: ['service'],
  },
  {
    name: 'outage_oldest_seconds',
    help: 'How long deliveries have waited for the service that has been away longest',
    labels: ['service'],
  },
  {
    name: 'engage_rate_calls_left',
    help: 'REST calls that are left for the Engage domain with the fewest',
  },
  {
    name: 'engage_rate_short_domains',
    help: 'Engage domains with less than a fifth of their REST calls left, or for which Engage answered 429',
  },
];

/** Shows the state of the service. Counts and ages only: metrics are open, so nothing names a tenant or a host. */
@Injectable()
export class ServiceStateMetrics {
  constructor(state: ServiceState, gauges: StateGauges) {
    gauges.register({ name: 'service state', gauges: GAUGES, read: async () => samplesOf(await state.read()) });
  }
}

/** A state without handovers is shown as 0: alerts need a value to compare. */
function samplesOf(now: ServiceStateNow): Sample[] {
  const byDirection = (gauge: string, counts: ServiceStateNow['pending']): Sample[] =>
    DIRECTIONS.map((direction) => ({
      gauge,
      labels: { direction },
      value: counts.find((one) => one.direction === direction)?.count ?? 0,
    }));
  const handovers = STATES.flatMap((state): Sample[] => {
    const found = now.handovers.find((one) => one.state === state);
    return [
      { gauge: 'handovers_open', labels: { state }, value: found?.count ?? 0 },
      { gauge: 'handovers_oldest_seconds', labels: { state }, value: found?.oldestSeconds ?? 0 },
    ];
  });
  const outages = now.outages.flatMap(({ service, count, oldestSeconds }): Sample[] => [
    { gauge: 'outages', labels: { service }, value: count },
    { gauge: 'outage_oldest_seconds', labels: { service }, value: oldestSeconds },
  ]);
  return [
    { gauge: 'deliveries_oldest_pending_seconds', value: now.oldestPendingSeconds },
    { gauge: 'engage_rate_calls_left', value: now.rate.leastLeft ?? CALLS_PER_MINUTE },
    { gauge: 'engage_rate_short_domains', value: now.rate.short },
  ].concat(
    byDirection('deliveries_pending', now.pending),
    byDirection('deliveries_parked', now.parked),
    handovers,
    outages,
  );
}
