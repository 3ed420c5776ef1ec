import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { Handover } from '../domain/handover.js';
import { HandoverStore } from '../ports/handover-store.js';
import { ENGAGE, EngageOutbox, type NotePayload } from './engage-outbox.js';

/** The agents' case, as far as an event tells it. */
export interface KnownCase {
  readonly interventionId?: string | undefined;
  /** Whose it is. */
  readonly agentId?: string | undefined;
}

/**
 * Leaves the handover's note at the agents' case, once. Where Engage owns the channel and the bot has a case of its own, it was
 * left there before the agents had it.
 */
@Injectable()
export class HandoverNotes {
  constructor(
    private readonly handovers: HandoverStore,
    private readonly engage: EngageOutbox,
    private readonly clock: Clock,
  ) {}

  /** The caller holds the conversation's lock. @returns the handover as it is now */
  async leave(
    tenant: Tenant,
    conversation: Conversation,
    handover: Handover,
    { interventionId, agentId }: KnownCase,
  ): Promise<Handover> {
    if (interventionId === undefined || agentId === undefined) return handover;
    if (this.due(tenant, handover) === undefined) return handover;
    const payload: NotePayload = { handoverId: handover.id, interventionId, userId: agentId };
    await this.engage.append(tenant, conversation, [{ kind: ENGAGE.note, payload }]);
    return this.handovers.change(handover, { noteQueuedAt: this.clock.now() });
  }

  /** The note that is still to be left, if there is one and the tenant wants it. */
  due({ handover: { noteAsComment } }: Tenant, { note, noteQueuedAt }: Handover): string | undefined {
    return noteAsComment && noteQueuedAt === undefined ? note : undefined;
  }

  /** It stands at the bot's own case. The caller holds the conversation's lock. */
  async wasLeft({ tenantId, id }: Conversation): Promise<void> {
    const handover = await this.handovers.running(tenantId, id);
    if (handover) await this.handovers.change(handover, { noteQueuedAt: this.clock.now() });
  }
}
