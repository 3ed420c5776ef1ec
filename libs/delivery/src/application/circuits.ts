import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DatabaseAway, DatabaseBusy } from '#database';
import type { TenantId } from '#kernel';
import { inSpan, SpanKind, type SpanOptions } from '#traces';
import { type Admission, Circuit } from '../domain/circuit.js';
import { outcomeOf } from '../domain/call-outcome.js';
import { DestinationOutage } from '../domain/destination-outage.error.js';
import { type Line, type Service, serviceName } from '../domain/service.js';
import { ServicePaused } from '../domain/service-paused.error.js';
import { isExcused } from '../domain/verdict.js';
import { DeliveryMetrics } from './delivery-metrics.js';

const ALARM_AFTER_MS = 15 * 60_000;

interface Known {
  readonly line: Line;
  readonly circuit: Circuit;
  alarmed: boolean;
}

/**
 * A circuit per tenant and service. Every call goes through here, whether a lane makes it or not: an outage is one of the
 * service that was called, and while it lasts only probes reach the service. Each process has its own circuits.
 */
@Injectable()
export class Circuits {
  private readonly logger = new Logger(Circuits.name);
  private readonly known = new LRUCache<string, Known>({ max: 5_000 });

  constructor(private readonly metrics: DeliveryMetrics) {}

  /**
   * @param signal of the caller: a call that it aborts says nothing about the service
   * @throws ServicePaused without calling while the circuit is open, else what `work` throws
   */
  async run<Result>(line: Line, work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    const known = this.knownOf(line);
    const admission = known.circuit.admit(performance.now());
    if (!admission) throw pausedBy(known);
    const startedAt = performance.now();
    const took = (): number => performance.now() - startedAt;
    try {
      const result = await inSpan(`call ${line.service.kind}`, () => spanOf(line), work);
      this.metrics.called(line.service.kind, 'ok', took());
      this.answered(known, admission);
      return result;
    } catch (error) {
      if (!saysNothing(error)) this.metrics.called(line.service.kind, outcomeOf(error, signal), took());
      if (error instanceof DestinationOutage) {
        this.failed(known, admission, error);
        throw error.of(line.service);
      }
      if (signal.aborted || saysNothing(error)) known.circuit.ended(admission, performance.now());
      else this.answered(known, admission);
      throw error;
    }
  }

  /** The service accepts no calls of the tenant for this time, e.g. because a rate limit is used up. */
  throttle(line: Line, milliseconds: number): void {
    this.knownOf(line).circuit.throttle(performance.now() + milliseconds);
  }

  /** @param service as `serviceName` gives it */
  find(tenantId: TenantId, service: string): Circuit | undefined {
    return this.known.get(keyOf(tenantId, service))?.circuit;
  }

  isPaused({ tenantId, service }: Line): boolean {
    return this.find(tenantId, serviceName(service))?.isPaused(performance.now()) === true;
  }

  private answered({ line, circuit }: Known, admission: Admission): void {
    if (!circuit.answered(admission)) return;
    this.logger.log(line, `A service is back: ${placeOf(line)}.`);
    this.report();
  }

  private failed(known: Known, admission: Admission, error: DestinationOutage): void {
    const { line, circuit } = known;
    const now = performance.now();
    this.metrics.outage(line.service.kind);
    if (circuit.failed(admission, now)) {
      known.alarmed = false;
      this.logger.warn(
        { ...line, err: error },
        `A service is not available: ${placeOf(line)}. Deliveries wait for it, in order; it is called again every few seconds.`,
      );
      this.report();
    }
    if (known.alarmed || now - (circuit.awaySince ?? now) < ALARM_AFTER_MS) return;
    known.alarmed = true;
    this.logger.error(
      { ...line, err: error },
      `A service has been away for more than 15 minutes: ${placeOf(line)}. Run the checks of the tenant.`,
    );
  }

  private report(): void {
    const away: Service[] = [];
    for (const { line, circuit } of this.known.values()) if (circuit.awaySince !== undefined) away.push(line.service);
    this.metrics.servicesAway(away.map(({ kind }) => kind));
  }

  private knownOf(line: Line): Known {
    const key = keyOf(line.tenantId, serviceName(line.service));
    const known = this.known.get(key) ?? { line, circuit: new Circuit(), alarmed: false };
    this.known.set(key, known);
    return known;
  }
}

/** Whether the service was not called: the rate budget is checked before the call, and is stored in the database. */
function saysNothing(error: unknown): boolean {
  return isExcused(error) || error instanceof DatabaseAway || error instanceof DatabaseBusy;
}

function placeOf({ service: { kind, host } }: Line): string {
  return `${kind} at ${host}`;
}

function spanOf({ tenantId, service: { kind, host } }: Line): SpanOptions {
  return {
    kind: SpanKind.CLIENT,
    attributes: { 'peer.service': kind, 'server.address': host, 'engage_handover.tenant_id': tenantId },
  };
}

function keyOf(tenantId: TenantId, service: string): string {
  return `${tenantId} ${service}`;
}

function pausedBy({ line: { service }, circuit }: Known): ServicePaused {
  const { awaySince } = circuit;
  if (awaySince === undefined) return new ServicePaused(service, `${service.host} accepts no calls at the moment.`);
  const seconds = Math.round((performance.now() - awaySince) / 1_000);
  return new ServicePaused(
    service,
    `${service.host} (${service.kind}) has been away for ${seconds} s; waiting until it is back.`,
  );
}
