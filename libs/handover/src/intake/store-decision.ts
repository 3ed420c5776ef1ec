import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { Decision } from '../domain/machine/decision.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { MessageJournal } from '../ports/message-journal.js';
import { Timeline } from '../ports/timeline.js';
import { BotOutbox } from '../bot/bot-outbox.js';
import { EngageOutbox } from '../engage-outbound/engage-outbox.js';

/** Stores everything that a decision says, in the running transaction. The caller holds the conversation's lock. */
@Injectable()
export class StoreDecision {
  constructor(
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly journal: MessageJournal,
    private readonly timeline: Timeline,
    private readonly engage: EngageOutbox,
    private readonly bot: BotOutbox,
  ) {}

  /** @returns the conversation as it is now @throws ThreadTaken when another conversation holds the thread to link */
  async run(tenant: Tenant, conversation: Conversation, decision: Decision): Promise<Conversation> {
    const { handover, entries, marks, toEngage, toBot, timeline } = decision;
    const now = await this.conversations.change(conversation, decision.conversation);
    if (handover?.type === 'begin') await this.handovers.insert(handover.handover);
    if (handover?.type === 'change') await this.handovers.change(handover);
    await this.journal.append(entries);
    for (const { ids, forwarding } of marks) await this.journal.mark(tenant.id, ids, forwarding);
    await this.engage.append(tenant, now, toEngage);
    for (const event of toBot) await this.bot.tell(tenant, now, event);
    await this.timeline.recordAll(
      tenant.id,
      timeline.map((entry) => ({ conversationId: now.id, ...entry })),
    );
    return now;
  }
}
