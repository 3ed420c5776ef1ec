import { Injectable } from '@nestjs/common';
import { AcceptPresence, UnknownConversation } from '#handover';
import type { Tenant } from '#tenant-config';
import { objectOf } from './rich-output/shown.js';
import type { TransformerAnswer, TransformerMessage } from './transformer-message.js';

/** Webchat and Socket.IO say so in `data._cognigy.event.type`; other Endpoints raise no such events. */
const PRESENCE = { 'user-connected': 'user_connected', 'user-disconnected': 'user_disconnected' } as const;

/** Takes what a client reports by itself: the agent reads that the customer came or left. */
@Injectable()
export class AcceptClientEvent {
  constructor(private readonly presence: AcceptPresence) {}

  /** The event always goes on to the Endpoint, which needs it unchanged. @throws IdempotencyKeyReused */
  async run(tenant: Tenant, { sessionId, data, request }: TransformerMessage): Promise<TransformerAnswer> {
    const { type } = objectOf(objectOf(data['_cognigy'])['event']);
    const known = Object.entries(PRESENCE).find(([name]) => name === type);
    if (known) await this.report(tenant, { sessionId, type: known[1], request });
    return { route: 'bot' };
  }

  private async report(tenant: Tenant, presence: Parameters<AcceptPresence['run']>[1]): Promise<void> {
    try {
      await this.presence.run(tenant, presence);
    } catch (error) {
      if (!(error instanceof UnknownConversation)) throw error; // nothing has been said yet, so no agent reads along
    }
  }
}
