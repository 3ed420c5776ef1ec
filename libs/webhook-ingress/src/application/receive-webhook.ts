import { Injectable } from '@nestjs/common';
import { AcceptEngageEvent, type EngageEvent } from '#handover';
import type { Tenant } from '#tenant-config';
import { EventBatch } from './event-batch.js';
import { MOST_EVENTS, readJsonObject } from './foreign-json.js';
import { IngressMetrics } from './ingress-metrics.js';
import { UnreadableCall } from './ingress.errors.js';
import { readEngageEvent } from './read-engage-event.js';

/** Stores the events of one webhook request, each in a transaction of its own: one that fails does not fail the others. */
@Injectable()
export class ReceiveWebhook {
  constructor(
    private readonly engageEvents: AcceptEngageEvent,
    private readonly metrics: IngressMetrics,
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
    const batch = new EventBatch();
    for (const element of events) {
      if (!batch.goesOn) {
        batch.leaveOut();
        break;
      }
      const event = readEngageEvent(element);
      if (event) await batch.add(event, () => this.store(tenant, event));
      else this.metrics.event('', 'malformed');
    }
    await batch.end();
  }

  private async store(tenant: Tenant, event: EngageEvent): Promise<void> {
    this.metrics.event(event.type, await this.engageEvents.run(tenant, event));
  }
}
