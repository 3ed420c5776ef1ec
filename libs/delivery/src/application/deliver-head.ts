import { Injectable, Logger } from '@nestjs/common';
import { Clock, type WholeMs, wholeMs } from '#kernel';
import { inSpan, SpanKind, type SpanOptions } from '#traces';
import { separateCause } from '../domain/cause.js';
import type { Delivery, DeliveryOutcome } from '../domain/delivery.js';
import { type Service, serviceName } from '../domain/service.js';
import { ServicePaused } from '../domain/service-paused.error.js';
import { StillWaiting } from '../domain/still-waiting.error.js';
import { verdictOn } from '../domain/verdict.js';
import type { DeliveryHandler } from '../ports/delivery-handler.js';
import {
  type Attempt,
  type ClaimedLane,
  describeError,
  type LaneHead,
  LaneStore,
  type Settlement,
  TENANT_ENABLED,
  type Wait,
} from '../ports/lane-store.js';
import { DeliveryHandlers } from './delivery-handlers.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { PausedServices } from './paused-services.js';

const ALARM_AFTER_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/** A try that failed. */
interface FailedTry {
  readonly lane: ClaimedLane;
  readonly head: Delivery;
  readonly handler: DeliveryHandler | undefined;
  readonly error: unknown;
  readonly durationMs: WholeMs;
}

/** Tries to deliver the head of a lane once and stores the result. */
@Injectable()
export class DeliverHead {
  private readonly logger = new Logger(DeliverHead.name);

  constructor(
    private readonly store: LaneStore,
    private readonly handlers: DeliveryHandlers,
    private readonly paused: PausedServices,
    private readonly metrics: DeliveryMetrics,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns what the worker finds next in the lane; undefined when the lane was given back
   * @throws what the handler threw, if the conversation was erased meanwhile: there is no place for a result
   */
  async run(lane: ClaimedLane, stored: Delivery, signal: AbortSignal): Promise<LaneHead | undefined> {
    const { delivery: head, cause } = separateCause(stored);
    const startedAt = this.clock.millis();
    const handler = this.handlers.find(head.kind);
    try {
      // An unknown kind waits: a newer release may have stored it, and its workers know it.
      if (!handler) throw new Error(`No handler for deliveries of kind ${head.kind}.`);
      const span = (): SpanOptions => spanOf(head, cause);
      const outcome = await inSpan(`deliver ${head.kind}`, span, () => handler.deliver(head, signal));
      return await this.record(lane, head, handler, outcome, startedAt);
    } catch (error) {
      if (signal.aborted) {
        await this.store.release(lane, wholeMs(0));
        return undefined;
      }
      return this.fail({ lane, head, handler, error, durationMs: wholeMs(this.clock.millis() - startedAt) });
    }
  }

  private async record(
    lane: ClaimedLane,
    head: Delivery,
    handler: DeliveryHandler,
    outcome: DeliveryOutcome,
    startedAt: number,
  ): Promise<LaneHead | undefined> {
    const durationMs = wholeMs(this.clock.millis() - startedAt);
    if (outcome.type === 'later') return this.wait(lane, head, handler, outcome, durationMs);
    if (outcome.type === 'paused') return this.rest(lane, head, outcome.reason);
    const error = outcome.type === 'superseded' ? { code: 'delivery.superseded', message: outcome.reason } : null;
    return this.settle(lane, head, outcome.type, { durationMs, error }, outcome.effect);
  }

  private async wait(
    lane: ClaimedLane,
    head: Delivery,
    handler: DeliveryHandler,
    outcome: Extract<DeliveryOutcome, { type: 'later' }>,
    durationMs: WholeMs,
  ): Promise<LaneHead | undefined> {
    const { delayMs, counts, reason } = outcome;
    const heldMs = counts ? head.heldMs + delayMs : head.heldMs;
    if (counts && heldMs > (await handler.holdMinutes(head)) * MINUTE_MS)
      return this.park({ lane, head, handler, error: new StillWaiting(reason), durationMs });
    await this.store.postpone(
      lane,
      head,
      { delayMs: wholeMs(delayMs), heldMs: wholeMs(heldMs), because: 'quiet' },
      { durationMs, error: { code: 'delivery.waiting', message: reason } },
    );
    return undefined;
  }

  private async rest(lane: ClaimedLane, head: Delivery, reason: string): Promise<LaneHead | undefined> {
    await this.store.postpone(
      lane,
      head,
      { ...unchanged(head), waitsFor: TENANT_ENABLED, because: 'quiet' },
      { durationMs: wholeMs(0), error: { code: 'delivery.waiting', message: reason } },
    );
    return undefined;
  }

  private async fail(failed: FailedTry): Promise<LaneHead | undefined> {
    const { lane, head, handler, error, durationMs } = failed;
    const wait = this.paused.waitAfter(lane.tenantId, error);
    if (!wait && (await this.store.isErased(lane))) throw error;
    // An expendable item does not wait: the next item may need another service.
    if (wait && handler?.expendable) return this.park(failed);
    if (wait?.wasCalled === false) return this.waitFor(wait.service, failed);
    const holdLimitMs = await limitOf(handler, head);
    const heldMs = head.heldMs + durationMs;
    const failure = { error, failures: head.attempts + 1, heldMs, holdLimitMs, circuitOpen: wait !== undefined };
    const verdict = verdictOn(failure, Math.random);
    if (verdict.type === 'park') return this.park(failed);
    await this.retry(failed, verdict, wait && serviceName(wait.service));
    return undefined;
  }

  private async waitFor(service: Service, { lane, head, error, durationMs }: FailedTry): Promise<undefined> {
    const because = error instanceof ServicePaused ? 'waiting' : 'quiet';
    const attempt = { durationMs, error: describeError(error) };
    const wait = { ...unchanged(head), waitsFor: serviceName(service), because } as const;
    await this.store.postpone(lane, head, wait, attempt);
    return undefined;
  }

  private async retry(
    { lane, head, error, durationMs }: FailedTry,
    { delayMs, heldMs }: { delayMs: number; heldMs: number },
    waitsFor: string | undefined,
  ): Promise<void> {
    // by its age, not by the time that counts towards the limit: an outage does not count, however long it lasts
    const isOverdue = this.clock.millis() - head.createdAt.getTime() > ALARM_AFTER_MS;
    // an outage is logged once, by its circuit, not by each delivery that waits for it
    if (waitsFor !== undefined)
      this.logger.debug(about(head, error), 'A delivery failed; it is retried when the service is back.');
    else if (isOverdue) this.logger.error(about(head, error), 'A delivery has been held for more than 15 minutes.');
    else this.logger.warn(about(head, error), `A delivery failed; next attempt in ${delayMs} ms.`);
    this.metrics.retried(lane.direction, isOverdue);
    const wait = { delayMs: wholeMs(delayMs), heldMs: wholeMs(heldMs), waitsFor, because: 'failed' } as const;
    await this.store.postpone(lane, head, wait, { durationMs, error: describeError(error) });
  }

  private async park({ lane, head, handler, error, durationMs }: FailedTry): Promise<LaneHead | undefined> {
    if (handler?.expendable) {
      this.logger.debug(about(head, error), 'A delivery failed and was discarded.');
      return this.settle(lane, head, 'superseded', { durationMs, error: describeError(error) });
    }
    const attempt = { durationMs, error: describeError(error) };
    const next = await this.settle(lane, head, 'parked', attempt, async () => handler?.onParked(head, error));
    if (next?.type !== 'lost')
      this.logger.error(about(head, error), 'A delivery was parked; it waits for an administrator.');
    return next;
  }

  private async settle(
    lane: ClaimedLane,
    head: Delivery,
    settlement: Settlement,
    attempt: Attempt,
    effect?: () => Promise<void>,
  ): Promise<LaneHead | undefined> {
    const next = await this.store.settle(lane, head, settlement, attempt, effect);
    if (next.type !== 'lost')
      this.metrics.settled(lane.direction, settlement, this.clock.millis() - head.createdAt.getTime());
    return next;
  }
}

/** For a kind that no handler knows: no limit. */
async function limitOf(handler: DeliveryHandler | undefined, head: Delivery): Promise<number> {
  return handler ? (await handler.holdMinutes(head)) * MINUTE_MS : Infinity;
}

/** Nothing was tried: the wait does not count. */
function unchanged({ heldMs }: Delivery): Pick<Wait, 'delayMs' | 'heldMs'> {
  return { delayMs: wholeMs(0), heldMs: wholeMs(heldMs) };
}

function spanOf({ id, lane, attempts }: Delivery, cause: string | undefined): SpanOptions {
  const attributes = {
    'engage_handover.delivery_id': id,
    'engage_handover.tenant_id': lane.tenantId,
    'engage_handover.conversation_id': lane.conversationId,
    'engage_handover.attempt': attempts + 1,
  };
  return { kind: SpanKind.CONSUMER, attributes, causes: [cause] };
}

function about({ id, kind, lane, attempts }: Delivery, error: unknown): object {
  return {
    deliveryId: id,
    kind,
    tenantId: lane.tenantId,
    conversationId: lane.conversationId,
    attempt: attempts + 1,
    err: error,
  };
}
