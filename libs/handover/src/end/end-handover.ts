import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import { NoRunningHandover } from '#handover-rules';
import { type SessionCall, SessionCalls } from '../intake/session-calls.js';

export interface EndHandoverCommand extends SessionCall {
  /** `cancel`: the customer no longer waits (`cancelled`). `close`: the bot side is done (`completed`). */
  readonly how: 'cancel' | 'close';
  /** The caller gives the bot the answer itself: no event is sent. */
  readonly announced?: boolean;
}

/** Ends a handover from the bot side, and Engage's side of it unless the tenant wants that to stay open. */
@Injectable()
export class EndHandover {
  constructor(private readonly calls: SessionCalls) {}

  /** @throws NoRunningHandover, IdempotencyKeyReused */
  run(tenant: Tenant, { how, announced = false, ...call }: EndHandoverCommand): Promise<void> {
    return this.calls.run(tenant, { type: how, ...call }, NoRunningHandover, ({ decide }) =>
      decide({ type: 'bot-end', how, announced }),
    );
  }
}
