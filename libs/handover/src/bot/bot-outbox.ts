import { Injectable } from '@nestjs/common';
import { Lanes } from '#delivery';
import { Clock, type DeliveryId, type JsonObject, newId } from '#kernel';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { BotPlatforms } from '../ports/bot-platform.js';
import type { BotEvent, BotEventBody } from '../domain/bot-event.js';

export const BOT_EVENT = 'bot.event';
/** Apart from the others, because it is sent at once or not at all. */
export const BOT_TYPING = 'bot.typing';

/** As it lies in the lane, whose place becomes its `sequence`. */
export type StoredBotEvent = BotEventBody & Omit<BotEvent, 'sequence' | keyof BotEventBody>;

/** Puts events into a conversation's lane to the bot, in the running transaction and under the conversation's lock. */
@Injectable()
export class BotOutbox {
  constructor(
    private readonly lanes: Lanes,
    private readonly platforms: BotPlatforms,
    private readonly clock: Clock,
  ) {}

  async tell(tenant: Tenant, conversation: Conversation, body: BotEventBody): Promise<void> {
    const event: StoredBotEvent = {
      ...body,
      id: newId(),
      conversationId: conversation.id,
      sessionId: conversation.sessionId,
      userId: conversation.userId,
      address: conversation.address,
      occurredAt: this.clock.now().toISOString(),
    };
    const kind = body.type === 'agent.typing' ? BOT_TYPING : BOT_EVENT;
    await this.lanes.append(
      { tenantId: tenant.id, conversationId: conversation.id, direction: 'bot' },
      this.destination(tenant, conversation),
      [{ id: newId<DeliveryId>(), kind, payload: event as unknown as JsonObject }],
    );
  }

  /** An event is stored even while the bot side is not configured: it is then parked, where an administrator sees it. */
  private destination(tenant: Tenant, conversation: Conversation): string {
    try {
      return this.platforms.of(tenant).destination(tenant, conversation.address);
    } catch (error) {
      if (error instanceof TenantIncomplete) return 'not-configured';
      throw error;
    }
  }
}
