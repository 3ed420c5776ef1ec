import { Injectable } from '@nestjs/common';
import { AcceptEngageEvent, type EngageEvent } from '#handover';
import { isJsonObject, type JsonValue } from '#kernel';
import type { Tenant } from '#tenant-config';
import { EventBatch } from './event-batch.js';
import { MOST_EVENTS, readId, readJsonObject } from './foreign-json.js';
import { IngressMetrics } from './ingress-metrics.js';
import { UnreadableCall } from './ingress.errors.js';
import { readEngageEvent } from './read-engage-event.js';
import { ReplayWindow } from './replay-window.js';

/** A repeat of more events than this could take all its time for those that are stored. */
const MANY = 50;

/** Stores the events of one webhook request. One that fails does not fail the others. */
@Injectable()
export class ReceiveWebhook {
  constructor(
    private readonly engageEvents: AcceptEngageEvent,
    private readonly metrics: IngressMetrics,
    private readonly window: ReplayWindow,
  ) {}

  /**
   * Returns once all are committed, or throws when Engage stops waiting. Engage repeats the whole request after a failure; what
   * was stored before is then known.
   *
   * @throws UnreadableCall for a body that is no webhook request; a malformed event among others is only counted
   * @throws the first failure of an event that may pass, after the events of other threads were stored as far as there was time
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

  /** What is left out is answered as if it were stored: a failure would cost the whole request, and Engage would only repeat it. */
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

/** Empty, if there is none. */
function textIn(element: JsonValue, name: 'id' | 'type'): string {
  return (isJsonObject(element) && readId(element[name])) || '';
}
