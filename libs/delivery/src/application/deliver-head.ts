import { Injectable, Logger } from '@nestjs/common';
import { Clock, type WholeMs, wholeMs } from '#kernel';
import type { Delivery, DeliveryOutcome } from '../domain/delivery.js';
import { StillWaiting } from '../domain/still-waiting.error.js';
import { verdictOn } from '../domain/verdict.js';
import type { DeliveryHandler } from '../ports/delivery-handler.js';
import { type Attempt, type ClaimedLane, describeError, LaneStore, type Settlement } from '../ports/lane-store.js';
import { BrokenCircuitError, Circuits } from './circuits.js';
import { DeliveryHandlers } from './delivery-handlers.js';
import { DeliveryMetrics } from './delivery-metrics.js';

/** The circuit is half open and somebody else probes: look again soon, in milliseconds. */
const PROBE_BY_ANOTHER_MS = 1_000;
const ALARM_AFTER_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/** Tries to deliver the head of a lane once and stores what became of it. */
@Injectable()
export class DeliverHead {
  private readonly logger = new Logger(DeliverHead.name);

  constructor(
    private readonly store: LaneStore,
    private readonly handlers: DeliveryHandlers,
    private readonly circuits: Circuits,
    private readonly metrics: DeliveryMetrics,
    private readonly clock: Clock,
  ) {}

  /** @returns whether the worker still holds the lane and may go on with its next item */
  async run(lane: ClaimedLane, head: Delivery, signal: AbortSignal): Promise<boolean> {
    const startedAt = this.clock.millis();
    const handler = this.handlers.find(head.kind);
    try {
      // An unknown kind waits: a newer release may have stored it, and its workers know it.
      if (!handler) throw new Error(`No handler for deliveries of kind ${head.kind}.`);
      const outcome = await this.circuits.run(lane, () => handler.deliver(head, signal));
      return await this.record(lane, head, handler, outcome, startedAt);
    } catch (error) {
      if (error instanceof BrokenCircuitError || signal.aborted) {
        await this.store.release(lane, wholeMs(signal.aborted ? 0 : PROBE_BY_ANOTHER_MS));
        return false;
      }
      return this.fail(lane, head, handler, error, wholeMs(this.clock.millis() - startedAt));
    }
  }

  private async record(
    lane: ClaimedLane,
    head: Delivery,
    handler: DeliveryHandler,
    outcome: DeliveryOutcome,
    startedAt: number,
  ): Promise<boolean> {
    const durationMs = wholeMs(this.clock.millis() - startedAt);
    if (outcome.type === 'later') return this.wait(lane, head, handler, outcome, durationMs);
    const error = outcome.type === 'superseded' ? { code: 'delivery.superseded', message: outcome.reason } : null;
    return this.settle(lane, head, outcome.type, { durationMs, error }, outcome.effect);
  }

  private async wait(
    lane: ClaimedLane,
    head: Delivery,
    handler: DeliveryHandler,
    outcome: Extract<DeliveryOutcome, { type: 'later' }>,
    durationMs: WholeMs,
  ): Promise<boolean> {
    const { delayMs, counts, reason } = outcome;
    const heldMs = counts ? head.heldMs + delayMs : head.heldMs;
    if (counts && heldMs > (await handler.holdMinutes(head)) * MINUTE_MS)
      return this.park(lane, head, handler, new StillWaiting(reason), durationMs);
    await this.store.postpone(
      lane,
      head,
      { delayMs: wholeMs(delayMs), heldMs: wholeMs(heldMs), failed: false },
      { durationMs, error: { code: 'delivery.waiting', message: reason } },
    );
    return false;
  }

  private async fail(
    lane: ClaimedLane,
    head: Delivery,
    handler: DeliveryHandler | undefined,
    error: unknown,
    durationMs: WholeMs,
  ): Promise<boolean> {
    const holdLimitMs = handler ? (await handler.holdMinutes(head)) * MINUTE_MS : Infinity;
    const failure = {
      error,
      failures: head.attempts + 1,
      heldMs: head.heldMs + durationMs,
      holdLimitMs,
      circuitOpen: this.circuits.isOpen(lane),
    };
    const verdict = verdictOn(failure, Math.random);
    if (verdict.type === 'park') return this.park(lane, head, handler, error, durationMs);
    // by its age, not by what counts towards the limit: an outage counts nothing, however long it lasts
    const isOverdue = this.clock.millis() - head.createdAt.getTime() > ALARM_AFTER_MS;
    if (isOverdue) this.logger.error(about(head, error), 'A delivery has been held for more than 15 minutes.');
    else this.logger.warn(about(head, error), `A delivery failed; next try in ${verdict.delayMs} ms.`);
    this.metrics.retried(lane.direction, isOverdue);
    await this.store.postpone(
      lane,
      head,
      { delayMs: wholeMs(verdict.delayMs), heldMs: wholeMs(verdict.heldMs), failed: true },
      { durationMs, error: describeError(error) },
    );
    return false;
  }

  private park(
    lane: ClaimedLane,
    head: Delivery,
    handler: DeliveryHandler | undefined,
    error: unknown,
    durationMs: WholeMs,
  ): Promise<boolean> {
    if (handler?.expendable) {
      this.logger.debug(about(head, error), 'A delivery failed and was given up.');
      return this.settle(lane, head, 'superseded', { durationMs, error: describeError(error) });
    }
    this.logger.error(about(head, error), 'A delivery was parked; it waits for an administrator.');
    return this.settle(lane, head, 'parked', { durationMs, error: describeError(error) }, async () =>
      handler?.onParked(head, error),
    );
  }

  private async settle(
    lane: ClaimedLane,
    head: Delivery,
    settlement: Settlement,
    attempt: Attempt,
    effect?: () => Promise<void>,
  ): Promise<boolean> {
    const held = await this.store.settle(lane, head, settlement, attempt, effect);
    if (held) this.metrics.settled(lane.direction, settlement, this.clock.millis() - head.createdAt.getTime());
    return held;
  }
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
