import { Injectable } from '@nestjs/common';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest } from '../domain/bot-request.js';
import { NoRunningHandover } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { DecideFact } from '../intake/decide-fact.js';
import { OncePerRequest } from '../intake/once-per-request.js';

export interface InactivityCommand {
  readonly sessionId: SessionId;
  /** Left out: the tenant's setting; without one the timer stops. */
  readonly minutes?: number;
  readonly request: IdempotentRequest;
}

/** Sets and restarts the timer that notifies the bot of a silent customer. */
@Injectable()
export class SetInactivity {
  constructor(
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly decide: DecideFact,
  ) {}

  /** @throws NoRunningHandover, IdempotencyKeyReused */
  async run(tenant: Tenant, command: InactivityCommand): Promise<void> {
    await this.once.run(tenant, { type: 'inactivity', ...command }, async () => {
      const conversation = await this.conversations.lockBySession(tenant.id, command.sessionId);
      if (!conversation) throw new NoRunningHandover();
      await this.decide.run(tenant, conversation, { type: 'inactivity-set', minutes: command.minutes });
      return null;
    });
  }
}
