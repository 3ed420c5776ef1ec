import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { asJoin, isOurDoing, takesOver } from '../domain/engage-conduct.js';
import type { EngageEvent } from '../domain/engage-fact.js';
import { effectOf, type FactEffect, type Handover } from '../domain/handover.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { Timeline } from '../ports/timeline.js';
import { ENGAGE, EngageOutbox } from './engage-outbox.js';
import type { KnownCase } from './handover-notes.js';
import { Rejoin } from './rejoin.js';
import { RunningHandover } from './running-handover.js';

/** Applies a fact of Engage to the conversation of its thread; the caller holds the conversation's lock. */
@Injectable()
export class ApplyEngageFact {
  constructor(
    private readonly handovers: HandoverStore,
    private readonly running: RunningHandover,
    private readonly rejoin: Rejoin,
    private readonly engage: EngageOutbox,
    private readonly timeline: Timeline,
    private readonly conversations: ConversationStore,
  ) {}

  /** @returns `undecided` when the start of the handover must first reach Engage */
  async run(tenant: Tenant, conversation: Conversation, event: EngageEvent): Promise<FactEffect['type']> {
    const { engageChannel: channel } = conversation;
    if (isOurDoing(event, channel)) {
      await this.note(conversation, event, 'It is our own doing.');
      return 'ignore';
    }
    if (channel && takesOver(event, channel))
      await this.conversations.saveEngageChannel(conversation, { ...channel, ownInterventionId: undefined });
    const handover = await this.handovers.running(tenant.id, conversation.id);
    if (!handover) return this.withoutHandover(tenant, conversation, event);
    const effect = effectOf(asJoin(event, channel), handover);
    if (effect.type === 'ignore') await this.note(conversation, event, effect.reason);
    else await this.carryOut(effect.type, tenant, conversation, handover, event);
    return effect.type;
  }

  private async carryOut(
    effect: Exclude<FactEffect['type'], 'ignore'>,
    tenant: Tenant,
    conversation: Conversation,
    handover: Handover,
    event: EngageEvent,
  ): Promise<void> {
    switch (effect) {
      case 'join':
        await this.running.join(tenant, conversation, handover, caseOf(event));
        return;
      case 'joined':
        await this.note(conversation, event, 'An agent has joined already.');
        return this.running.knowCase(tenant, conversation, handover, caseOf(event));
      case 'transfer':
        return this.running.transfer(tenant, conversation, handover);
      case 'end':
        return this.running.end(tenant, conversation, handover, 'agent');
      case 'check':
        return this.engage.append(tenant, conversation, [{ kind: ENGAGE.check, payload: { handoverId: handover.id } }]);
      case 'undecided':
        return this.note(conversation, event, 'Kept until the handover has reached Engage.');
    }
  }

  private async withoutHandover(
    tenant: Tenant,
    conversation: Conversation,
    event: EngageEvent,
  ): Promise<'ignore' | 'join'> {
    if (event.fact.type === 'reopened' && event.actorId !== undefined && (await this.mayRejoin(tenant, conversation))) {
      await this.rejoin.run(tenant, conversation, event);
      return 'join';
    }
    await this.note(conversation, event, 'No handover is running.');
    return 'ignore';
  }

  private async mayRejoin(tenant: Tenant, conversation: Conversation): Promise<boolean> {
    const last = await this.handovers.latest(tenant.id, conversation.id);
    return (last?.options.onReopen ?? tenant.handover.onReopen) === 'rejoin';
  }

  private note(conversation: Conversation, event: EngageEvent, reason: string): Promise<void> {
    return this.timeline.record(conversation, 'engage-event', {
      eventId: event.id,
      type: event.type,
      effect: 'none',
      reason,
    });
  }
}

const caseOf = ({ interventionId, actorId }: EngageEvent): KnownCase => ({ interventionId, agentId: actorId });
