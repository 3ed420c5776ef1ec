import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import type { Delivery, DeliveryOutcome } from '../domain/delivery.js';
import { verdictOn } from '../domain/verdict.js';
import { type ClaimedLane, describeError, LaneStore } from '../ports/lane-store.js';
import type { DeliveryHandler } from '../ports/delivery-handler.js';
import { BrokenCircuitError, Circuits } from './circuits.js';
import { DeliveryHandlers } from './delivery-handlers.js';
import { DeliveryMetrics } from './delivery-metrics.js';

type Head = Delivery & { readonly heldMs: number };

/** The circuit is half open and somebody else probes: look again soon, in milliseconds. */
const PROBE_BY_ANOTHER_MS = 1_000;
const ALARM_AFTER_MS = 15 * 60_000;

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
  async run(lane: ClaimedLane, head: Head, signal: AbortSignal): Promise<boolean> {
    const startedAt = this.clock.millis();
    try {
      const handler = this.handlers.for(head.kind);
      const outcome = await this.circuits.run(lane.destination, () => handler.deliver(head, signal));
      return await this.storeOutcome(lane, head, outcome, this.clock.millis() - startedAt);
    } catch (error) {
      if (error instanceof BrokenCircuitError || signal.aborted) {
        await this.store.release(lane, signal.aborted ? 0 : PROBE_BY_ANOTHER_MS);
        return false;
      }
      return this.fail(lane, head, error, this.clock.millis() - startedAt);
    }
  }

  private async storeOutcome(
    lane: ClaimedLane,
    head: Head,
    outcome: DeliveryOutcome,
    durationMs: number,
  ): Promise<boolean> {
    if (outcome.type === 'later') {
      const heldMs = outcome.counts ? head.heldMs + outcome.delayMs : head.heldMs;
      await this.store.postpone(
        lane,
        head,
        { delayMs: outcome.delayMs, heldMs, failed: false },
        { durationMs, error: { code: 'delivery.waiting', message: outcome.reason } },
      );
      return false;
    }
    const error = outcome.type === 'superseded' ? { code: 'delivery.superseded', message: outcome.reason } : null;
    const effect = outcome.type === 'delivered' ? outcome.effect : undefined;
    const held = await this.store.settle(lane, head, outcome.type, { durationMs, error }, effect);
    if (held) this.metrics.settled(lane.direction, outcome.type, this.clock.millis() - head.createdAt.getTime());
    return held;
  }

  private async fail(lane: ClaimedLane, head: Head, error: unknown, durationMs: number): Promise<boolean> {
    const attempt = { durationMs, error: describeError(error) };
    const handler = this.handlerOf(head);
    const holdLimitMs = handler ? (await handler.holdMinutes(head)) * 60_000 : Infinity;
    const verdict = verdictOn(
      {
        error,
        failures: head.attempts + 1,
        heldMs: head.heldMs + durationMs,
        holdLimitMs,
        circuitOpen: this.circuits.isOpen(lane.destination),
      },
      Math.random,
    );
    const context = {
      tenantId: lane.tenantId,
      conversationId: lane.conversationId,
      deliveryId: head.id,
      kind: head.kind,
      attempt: head.attempts + 1,
      err: error,
    };
    if (verdict.type === 'park') {
      this.logger.error(context, `Delivery parked (${verdict.reason}).`);
      const held = await this.store.settle(lane, head, 'parked', attempt, async () => handler?.onParked(head, error));
      if (held) this.metrics.settled(lane.direction, 'parked', this.clock.millis() - head.createdAt.getTime());
      return held;
    }
    if (head.heldMs > ALARM_AFTER_MS) this.logger.error(context, 'Delivery has been held for more than 15 minutes.');
    else this.logger.warn(context, `Delivery failed; next try in ${verdict.delayMs} ms.`);
    this.metrics.retried(lane.direction);
    await this.store.postpone(lane, head, { delayMs: verdict.delayMs, heldMs: verdict.heldMs, failed: true }, attempt);
    return false;
  }

  private handlerOf(head: Head): DeliveryHandler | undefined {
    try {
      return this.handlers.for(head.kind);
    } catch {
      return undefined; // an unknown kind is already being reported as the failure
    }
  }
}
