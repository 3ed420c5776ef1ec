import { Injectable } from '@nestjs/common';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest } from '../domain/bot-request.js';
import { NoRunningHandover } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { HandoverTimers } from './handover-timers.js';
import { OncePerRequest } from './once-per-request.js';

export interface InactivityCommand {
  readonly sessionId: SessionId;
  /** Left out: the tenant's setting; without one the timer stops. */
  readonly minutes?: number;
  readonly request: IdempotentRequest;
}

/** Sets and restarts the timer that tells the bot about a silent customer. */
@Injectable()
export class SetInactivity {
  constructor(
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly timers: HandoverTimers,
  ) {}

  /** @throws NoRunningHandover, IdempotencyKeyReused */
  async run(tenant: Tenant, command: InactivityCommand): Promise<void> {
    await this.once.run(tenant, { type: 'inactivity', ...command }, async () => {
      const conversation = await this.conversations.lockBySession(tenant.id, command.sessionId);
      const handover = conversation && (await this.handovers.running(tenant.id, conversation.id));
      if (!handover) throw new NoRunningHandover();
      const inactivityMinutes = command.minutes ?? tenant.handover.inactivityMinutes ?? undefined;
      await this.handovers.change(handover, {
        inactivityMinutes,
        inactivityCount: 0,
        inactivityDueAt: this.timers.in(inactivityMinutes),
      });
      return null;
    });
  }
}
