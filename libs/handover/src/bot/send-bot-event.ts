import { Injectable } from '@nestjs/common';
import type { Delivery, DeliveryOutcome } from '#delivery';
import { BOT_EVENT, type BotEvent, type StoredBotEvent } from '#handover-rules';
import { BotPlatforms } from '../ports/bot-platform.js';
import { NativeFiles } from '../native/native-files.js';
import { DecideFact } from '../intake/decide-fact.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

/** The end of a handover must reach the bot, or the customer talks to no one: it is retried for three days. */
const TERMINAL_HOLD_MINUTES = 72 * 60;
const TERMINAL = ['completed', 'cancelled', 'error'];

/** Sends an event to the bot. */
@Injectable()
export class SendBotEvent extends TenantDelivery {
  readonly kind = BOT_EVENT;

  constructor(
    work: DeliveryContext,
    private readonly platforms: BotPlatforms,
    private readonly files: NativeFiles,
    private readonly facts: DecideFact,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, signal }: Task): Promise<DeliveryOutcome> {
    const event = await this.files.addTo(tenant, eventOf(delivery), signal);
    await this.platforms.of(tenant).deliver(tenant, event, signal, delivery.attempts);
    return { type: 'delivered' };
  }

  /** Shows the agents in the thread that a message of theirs did not arrive; a text of the tenant is not an agent's. */
  override async onParked(delivery: Delivery): Promise<void> {
    const event = eventOf(delivery);
    const tenant = event.type === 'agent.message' ? await this.work.tenantOf(delivery) : undefined;
    if (!tenant || event.type !== 'agent.message' || event.byTenant) return;
    await this.work.locked(delivery, (conversation) =>
      this.facts.run(tenant, conversation, { type: 'undeliverable', text: event.data.text }),
    );
  }

  override async holdMinutes(delivery: Delivery): Promise<number> {
    const event = eventOf(delivery);
    const isTerminal = event.type === 'handover.status' && TERMINAL.includes(event.data.status);
    return isTerminal ? TERMINAL_HOLD_MINUTES : super.holdMinutes(delivery);
  }
}

/** The event in the lane, numbered. */
export const eventOf = ({ payload, seq }: Delivery): BotEvent => ({
  ...(payload as unknown as StoredBotEvent),
  sequence: seq,
});
