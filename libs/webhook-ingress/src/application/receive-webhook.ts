import { Injectable } from '@nestjs/common';
import { AcceptEngageEvent } from '#handover';
import type { Tenant } from '#tenant-config';
import { readJsonObject } from './foreign-json.js';
import { IngressMetrics } from './ingress-metrics.js';
import { UnreadableCall } from './ingress.errors.js';
import { readEngageEvent } from './read-engage-event.js';

/** Engage sends what has happened within seconds. */
const MOST_EVENTS = 10_000;

/** Stores the events of one webhook request, each in a transaction of its own: one that fails does not fail the others. */
@Injectable()
export class ReceiveWebhook {
  constructor(
    private readonly engageEvents: AcceptEngageEvent,
    private readonly metrics: IngressMetrics,
  ) {}

  /**
   * Returns once all are committed. Engage repeats the whole request after a failure; what was stored before is then known.
   *
   * @throws UnreadableCall for a body that is no webhook request; a malformed event among others is only counted
   * @throws the first failure of an event that may pass, after all others were stored
   */
  async run(tenant: Tenant, rawBody: Buffer): Promise<void> {
    const { events } = readJsonObject(rawBody);
    if (!Array.isArray(events)) throw new UnreadableCall('The body has no list of events.');
    if (events.length > MOST_EVENTS)
      throw new UnreadableCall(`The body has ${events.length} events; at most ${MOST_EVENTS} are read.`);
    const failures: unknown[] = [];
    for (const element of events) {
      const event = readEngageEvent(element);
      try {
        const receipt = event ? await this.engageEvents.run(tenant, event) : 'malformed';
        this.metrics.event(event?.type ?? '', receipt);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
