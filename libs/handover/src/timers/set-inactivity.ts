import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import { NoRunningHandover } from '#handover-rules';
import { type SessionCall, SessionCalls } from '../intake/session-calls.js';

export interface InactivityCommand extends SessionCall {
  /** Left out: the tenant's setting; without one the timer stops. */
  readonly minutes?: number;
}

/** Sets and restarts the timer that notifies the bot of a silent customer. */
@Injectable()
export class SetInactivity {
  constructor(private readonly calls: SessionCalls) {}

  /** @throws NoRunningHandover, IdempotencyKeyReused */
  run(tenant: Tenant, { minutes, ...call }: InactivityCommand): Promise<void> {
    return this.calls.run(tenant, { type: 'inactivity', ...call }, NoRunningHandover, ({ decide }) =>
      decide({ type: 'inactivity-set', minutes }),
    );
  }
}
