import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { ForeignId, TenantId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { MessageJournal } from '../ports/message-journal.js';
import { BotOutbox } from '../bot/bot-outbox.js';

export interface AgentTyping {
  /** Our id of the thread; it comes before the message. */
  readonly threadForeignId: ForeignId | undefined;
  /** Our id of the message that the agent answers. */
  readonly answeredId: ForeignId | undefined;
  readonly typing: boolean;
}

/** Tells the bot that an agent types, while a handover runs. */
@Injectable()
export class AcceptAgentTyping {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly journal: MessageJournal,
    private readonly bot: BotOutbox,
  ) {}

  /** An unknown thread is not an error: the call has no effect. */
  run(tenant: Tenant, { typing, ...target }: AgentTyping): Promise<void> {
    return this.database.inTenant(tenant.id, async () => {
      const conversation = await this.conversation(tenant.id, target);
      if (!conversation || conversation.state === 'bot') return;
      await this.bot.tell(tenant, conversation, { type: 'agent.typing', data: { typing } });
    });
  }

  private async conversation(
    tenantId: TenantId,
    { threadForeignId, answeredId }: Omit<AgentTyping, 'typing'>,
  ): Promise<Conversation | undefined> {
    if (threadForeignId !== undefined) return this.conversations.lockByThreadForeignId(tenantId, threadForeignId);
    const id = answeredId === undefined ? undefined : await this.journal.conversationOf(tenantId, answeredId);
    return id && this.conversations.lockById(tenantId, id);
  }
}
