import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import { UnknownConversation } from '#handover-rules';
import { type SessionCall, SessionCalls } from '../intake/session-calls.js';

export interface CustomerTyping extends SessionCall {
  readonly type: 'typing_started' | 'typing_stopped';
  /** What the customer has typed so far; agents see it only if the tenant wants that. */
  readonly preview?: string | undefined;
}

/** Accepts the call that the customer types, or has stopped. */
@Injectable()
export class AcceptTyping {
  constructor(private readonly calls: SessionCalls) {}

  /** @throws UnknownConversation, IdempotencyKeyReused */
  run(tenant: Tenant, { preview, ...call }: CustomerTyping): Promise<void> {
    return this.calls.run(tenant, call, UnknownConversation, ({ decide }) =>
      decide({ type: 'customer-typing', typing: call.type === 'typing_started', preview }),
    );
  }
}
