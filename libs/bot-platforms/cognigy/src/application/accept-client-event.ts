import { Injectable } from '@nestjs/common';
import { AcceptPresence, UnknownConversation } from '#handover';
import type { Tenant } from '#tenant-config';
import { readObject } from '#kernel';
import type { TransformerAnswer, TransformerMessage } from './transformer-message.js';

/** Webchat and Socket.IO send these in `data._cognigy.event.type`; other Endpoints have no such events. */
const PRESENCE = { 'user-connected': 'user_connected', 'user-disconnected': 'user_disconnected' } as const;

/** Accepts events that a client sends by itself: the agent reads that the customer joined or left. */
@Injectable()
export class AcceptClientEvent {
  constructor(private readonly presence: AcceptPresence) {}

  /** The event is always passed on to the Endpoint, which needs it unchanged. @throws IdempotencyKeyReused */
  async run(tenant: Tenant, { sessionId, data, request }: TransformerMessage): Promise<TransformerAnswer> {
    const { type } = readObject(readObject(data['_cognigy'])['event']);
    const known = Object.entries(PRESENCE).find(([name]) => name === type);
    if (known) await this.report(tenant, { sessionId, type: known[1], request });
    return { route: 'bot' };
  }

  private async report(tenant: Tenant, presence: Parameters<AcceptPresence['run']>[1]): Promise<void> {
    try {
      await this.presence.run(tenant, presence);
    } catch (error) {
      if (!(error instanceof UnknownConversation)) throw error; // there is no message yet, so there is no agent to notify
    }
  }
}
