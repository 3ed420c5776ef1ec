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

/** Leaves the handover's note at the agents' case, once. Where Engage owns the channel that is done before they have it. */
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
    if (!isDue(tenant, conversation, handover)) return handover;
    if (interventionId === undefined || agentId === undefined) return handover;
    const payload: NotePayload = { handoverId: handover.id, interventionId, userId: agentId };
    await this.engage.append(tenant, conversation, [{ kind: ENGAGE.note, payload }]);
    return this.handovers.change(handover, { noteQueuedAt: this.clock.now() });
  }
}

function isDue({ handover: settings }: Tenant, { engageChannel }: Conversation, handover: Handover): boolean {
  return (
    settings.noteAsComment &&
    engageChannel === undefined &&
    handover.note !== undefined &&
    handover.noteQueuedAt === undefined
  );
}
