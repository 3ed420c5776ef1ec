import { Injectable } from '@nestjs/common';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest } from '../domain/bot-request.js';

export interface Presence {
  readonly sessionId: SessionId;
  readonly type: 'user_connected' | 'user_disconnected';
  readonly request: IdempotentRequest;
}

/** Tells the agent that the customer joined or left, while a handover runs. */
@Injectable()
export class AcceptPresence {
  /** @throws UnknownConversation */
  async run(_tenant: Tenant, _presence: Presence): Promise<void> {
    throw new Error('not built');
  }
}
