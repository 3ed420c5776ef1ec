import { Injectable } from '@nestjs/common';
import { AcceptEngageEvent, type EngageEvent } from '#handover';
import { type JsonValue, readId, readObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { MOST_EVENTS, readJsonObject } from './call-body.js';
import { EventBatch } from './event-batch.js';
import { IngressMetrics } from './ingress-metrics.js';
import { UnreadableCall } from './ingress.errors.js';
import { readEngageEvent } from './reading/read-engage-event.js';
import { ReplayWindow } from './replay-window.js';

/** A repeat of more events than this could use all its time for events that are already stored. */
const MANY = 50;

/** Stores the events of one webhook request. If one fails, the others are still stored. */
@Injectable()
export class ReceiveWebhook {
  constructor(
    private readonly engageEvents: AcceptEngageEvent,
    private readonly metrics: IngressMetrics,
    private readonly window: ReplayWindow,
  ) {}

  /**
   * Returns once all are committed, or throws before Engage stops waiting. After a failure Engage repeats the whole
   * request; events that are already stored are recognised.
   *
   * @throws UnreadableCall for a body that is not a webhook request; a single malformed event is only counted
   * @throws the first temporary failure of an event, after the events of other threads were stored as far as there was
   * time
   */
  async run(tenant: Tenant, rawBody: Buffer): Promise<void> {
    const { events } = readJsonObject(rawBody);
    if (!Array.isArray(events)) throw new UnreadableCall('The body has no list of events.');
    if (events.length > MOST_EVENTS)
      throw new UnreadableCall(`The body has ${events.length} events; at most ${MOST_EVENTS} are read.`);
    const batch = new EventBatch((stored) => this.store(tenant, stored));
    const known = await this.known(tenant, events);
    for (const element of events) {
      if (!batch.goesOn) {
        batch.leaveOut();
        break;
      }
      if (known.has(textIn(element, 'id'))) this.metrics.event(textIn(element, 'type'), 'repeated');
      else await this.take(tenant, element, batch);
    }
    await batch.end();
  }

  private async known(tenant: Tenant, events: readonly JsonValue[]): Promise<ReadonlySet<string>> {
    if (events.length <= MANY) return new Set();
    return this.engageEvents.known(
      tenant,
      events.map((element) => textIn(element, 'id')),
    );
  }

  /**
   * A skipped event is answered as if it were stored: a failure would fail the whole request, and Engage would only
   * repeat it.
   */
  private async take(tenant: Tenant, element: JsonValue, batch: EventBatch): Promise<void> {
    const event = readEngageEvent(element);
    if (!event) this.metrics.event('', 'malformed');
    else if (this.window.admits(tenant, 'webhook', event.issuedAt)) await batch.add(event);
    else this.metrics.event(event.type, 'out-of-time');
  }

  private async store(tenant: Tenant, events: readonly EngageEvent[]): Promise<PromiseSettledResult<unknown>[]> {
    const receipts = await this.engageEvents.inOrder(tenant, events);
    receipts.forEach((receipt, place) => {
      if (receipt.status === 'fulfilled') this.metrics.event(events[place]?.type ?? '', receipt.value);
    });
    return receipts;
  }
}

/** Empty if there is none. */
function textIn(element: JsonValue, name: 'id' | 'type'): string {
  return readId(readObject(element)[name]) ?? '';
}
