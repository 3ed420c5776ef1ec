import { Injectable } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { DomainEvents, type EngageEvent } from '../domain/domain-events.js';
import { EngageState } from '../domain/state/engage-state.js';
import { IdSource } from '../domain/ids.js';
import type { WebhookRecord } from '../domain/state/model.js';
import { SimClock } from '../domain/sim-clock.js';
import { writeJson } from '../domain/state/write-json.js';
import { OutboundHttp } from './outbound-http.js';
import { SeededShuffle } from './seeded-shuffle.js';
import { WebhookHealth } from './webhook-health.js';

interface Delivery {
  readonly id: string;
  readonly webhookId: string;
  readonly events: EngageEvent[];
}

const SHUFFLE_WINDOW_MS = 50;

/**
 * Sends events to the registered webhooks: one after the other in order, failures again later, changed by the switches.
 */
@Injectable()
export class WebhookSender {
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly gathered = new Map<string, EngageEvent[]>();
  private readonly shuffle = new SeededShuffle();

  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
    private readonly clock: SimClock,
    private readonly http: OutboundHttp,
    private readonly ledger: Ledger,
    private readonly health: WebhookHealth,
  ) {}

  start(events: DomainEvents): void {
    events.onEvent((event) => {
      this.ledger.add({ kind: 'event', name: event.type, request: event });
      if (isDropped(event.type, this.state.switches.webhooks.drop)) return;
      for (const webhook of this.state.webhooks.all())
        if (this.health.accepts(webhook, event.type)) this.enqueue(webhook, event);
    });
  }

  private enqueue(webhook: WebhookRecord, event: EngageEvent): void {
    const { batchMs, shuffle } = this.state.switches.webhooks;
    const windowMs = batchMs || (shuffle ? SHUFFLE_WINDOW_MS : 0);
    if (windowMs === 0) return this.plan(webhook, [event]);
    const waiting = this.gathered.get(webhook.id);
    if (waiting) return void waiting.push(event);
    this.gathered.set(webhook.id, [event]);
    this.clock.after(windowMs, () => this.release(webhook));
  }

  private release(webhook: WebhookRecord): void {
    const { batchMs, shuffle } = this.state.switches.webhooks;
    const events = this.gathered.get(webhook.id) ?? [];
    this.gathered.delete(webhook.id);
    const ordered = shuffle ? this.shuffle.apply(events) : events;
    if (batchMs > 0) this.plan(webhook, ordered);
    else for (const event of ordered) this.plan(webhook, [event]);
  }

  private plan(webhook: WebhookRecord, events: EngageEvent[]): void {
    const { delayMs, duplicate } = this.state.switches.webhooks;
    const delivery = { id: this.ids.next(), webhookId: webhook.id, events };
    const copies = { off: [], request: [delivery], event: [{ ...delivery, id: this.ids.next() }] }[duplicate];
    const go = (): void => [delivery, ...copies].forEach((item) => this.queue(item));
    if (delayMs > 0) this.clock.after(delayMs, go);
    else go();
  }

  /** First attempts of a webhook are sent one at a time, so that a test without faults gets events in order. */
  private queue(delivery: Delivery): void {
    const lane = this.lanes.get(delivery.webhookId) ?? Promise.resolve();
    this.lanes.set(
      delivery.webhookId,
      lane.then(() => this.attempt(delivery, 1)),
    );
  }

  private async attempt(delivery: Delivery, attempt: number): Promise<void> {
    const webhook = this.state.webhooks.get(delivery.webhookId);
    if (!webhook || !this.health.mayCall(webhook)) return;
    const request = { id: delivery.id, domain_id: this.state.domainId, events: delivery.events };
    const name = delivery.events.map(({ type }) => type).join(',');
    const headers = {
      'content-type': 'application/json',
      ...(webhook.secret ? { 'x-dimelo-secret': webhook.secret } : {}),
    };
    const { timeoutMs, retrySeconds } = this.state.switches.webhooks;
    const answer = await this.http.send({
      on: 'webhook',
      name,
      method: 'POST',
      url: webhook.url,
      headers,
      body: writeJson(request),
      timeoutMs,
    });
    const { status, error, fault } = answer;
    this.ledger.add({
      kind: 'webhook',
      name,
      url: webhook.url,
      request,
      status,
      attempt,
      ...(error ? { error } : {}),
      ...(fault ? { fault } : {}),
    });
    this.health.record(webhook, status === 200);
    const wait = retrySeconds[attempt - 1];
    if (status !== 200 && wait !== undefined)
      this.clock.after(wait * 1000, () => void this.attempt(delivery, attempt + 1));
  }
}

function isDropped(type: string, patterns: string[]): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern));
}
