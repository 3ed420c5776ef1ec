import { Injectable } from '@nestjs/common';
import type { LaneItem } from '#delivery';
import { Clock, type DeliveryId, type JsonObject, newId } from '#kernel';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import {
  BOT_EVENT,
  BOT_TYPING,
  type BotEventBody,
  type Conversation,
  ENGAGE,
  type EngageItem,
  type StoredBotEvent,
} from '#handover-rules';
import { BotPlatforms } from '../ports/bot-platform.js';
import { ContactCentre } from '../ports/contact-centre.js';

/**
 * Items of a conversation's lanes. An item that cannot be sent because a setting is missing is stored anyway: it will be
 * parked, so that an administrator sees it.
 */
@Injectable()
export class LaneItems {
  constructor(
    private readonly platforms: BotPlatforms,
    private readonly contactCentre: ContactCentre,
    private readonly clock: Clock,
  ) {}

  /** A return means that the handover is over: what the lane waits for, e.g. to start it, may no longer be needed. */
  toEngage(tenant: Tenant, conversation: Conversation, items: readonly EngageItem[]): LaneItem[] {
    if (items.length === 0) return [];
    const owner = conversation.nativeChannel ? 'engage' : 'bot';
    const destination = orNone(() => this.contactCentre.destination(tenant, owner));
    const lane = { conversationId: conversation.id, direction: 'engage' as const, destination };
    return items.map(({ kind, payload }) => ({
      ...lane,
      id: newId<DeliveryId>(),
      kind,
      payload: payload as unknown as JsonObject,
      ...(kind === ENGAGE.return && { reconsiders: true }),
    }));
  }

  toBot(tenant: Tenant, conversation: Conversation, events: readonly BotEventBody[]): LaneItem[] {
    if (events.length === 0) return [];
    const { id: conversationId, sessionId, userId, address } = conversation;
    const destination = orNone(() => this.platforms.of(tenant).destination(tenant, address));
    const occurredAt = this.clock.now().toISOString();
    return events.map((body) => {
      const event: StoredBotEvent = { ...body, id: newId(), conversationId, sessionId, userId, address, occurredAt };
      const kind = body.type === 'agent.typing' ? BOT_TYPING : BOT_EVENT;
      const payload = event as unknown as JsonObject;
      return { conversationId, direction: 'bot', destination, id: newId<DeliveryId>(), kind, payload };
    });
  }
}

function orNone(destination: () => string): string {
  try {
    return destination();
  } catch (error) {
    if (error instanceof TenantIncomplete) return 'not-configured';
    throw error;
  }
}
