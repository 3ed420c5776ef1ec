import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import { UnknownConversation } from '#handover-rules';
import { type SessionCall, SessionCalls } from '../intake/session-calls.js';

export interface Presence extends SessionCall {
  readonly type: 'user_connected' | 'user_disconnected';
}

/** Accepts the call that the customer joined or left. */
@Injectable()
export class AcceptPresence {
  constructor(private readonly calls: SessionCalls) {}

  /** @throws UnknownConversation, IdempotencyKeyReused */
  run(tenant: Tenant, presence: Presence): Promise<void> {
    return this.calls.run(tenant, presence, UnknownConversation, ({ decide }) =>
      decide({ type: 'presence', is: presence.type }),
    );
  }
}
