import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../domain/domain-events.js';
import type { EngageState } from '../domain/state/engage-state.js';
import { Interventions } from '../domain/interventions.js';
import { QueueUpdates } from '../outbound/queue-updates.js';
import { SdkReplyExporter } from '../outbound/sdk-reply-exporter.js';
import { SdkSync } from '../outbound/sdk-sync.js';
import { WebhookSender } from '../outbound/webhook-sender.js';

/** Timers and listeners that run as long as the domain. */
@Injectable()
export class BackgroundWork {
  constructor(
    private readonly sync: SdkSync,
    private readonly queue: QueueUpdates,
    private readonly exporter: SdkReplyExporter,
    private readonly sender: WebhookSender,
    private readonly interventions: Interventions,
    private readonly events: DomainEvents,
  ) {}

  listen(): void {
    this.sender.start(this.events);
    this.queue.listen();
  }

  /** Starts the timers, and continues work that a restart or a reset interrupted. */
  start(state: EngageState): void {
    this.sync.start();
    this.queue.start();
    this.exporter.resume();
    for (const intervention of state.interventions.all()) this.interventions.awaitDeferral(intervention);
  }
}
