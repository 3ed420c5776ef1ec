import { Injectable } from '@nestjs/common';
import type { DeliveryOutcome } from '#delivery';
import { BOT_TYPING } from '#handover-rules';
import { BotPlatforms } from '../ports/bot-platform.js';
import { eventOf } from '../bot/send-bot-event.js';
import { ExpendableCall } from './expendable-call.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

/** Notifies the bot that an agent types, or has stopped. */
@Injectable()
export class SendBotTyping extends TenantDelivery {
  readonly kind = BOT_TYPING;
  override readonly expendable = true;
  protected override readonly mostMinutes = 0;

  constructor(
    work: DeliveryContext,
    private readonly news: ExpendableCall,
    private readonly platforms: BotPlatforms,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, signal }: Task): Promise<DeliveryOutcome> {
    const event = eventOf(delivery);
    const begins = event.type === 'agent.typing' && event.data.typing;
    const reason = begins ? await this.news.overtakenBy(delivery) : undefined;
    if (reason !== undefined) return { type: 'superseded', reason };
    await this.news.tell(signal, (hasty) => this.platforms.of(tenant).deliver(tenant, event, hasty));
    return { type: 'delivered' };
  }
}
