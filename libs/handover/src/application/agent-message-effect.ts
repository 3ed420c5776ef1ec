import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { Handover } from '../domain/handover.js';
import { BotOutbox } from './bot-outbox.js';
import { MessageFiles } from './message-files.js';
import { RunningHandover } from './running-handover.js';

type AgentMessageData = Extract<Parameters<BotOutbox['tell']>[2], { type: 'agent.message' }>['data'];

/** What an agent's message does: the join first if there was none, then the message itself. */
@Injectable()
export class AgentMessageEffect {
  constructor(
    private readonly running: RunningHandover,
    private readonly bot: BotOutbox,
    private readonly files: MessageFiles,
  ) {}

  async run(
    tenant: Tenant,
    conversation: Conversation,
    handover: Handover | undefined,
    data: AgentMessageData,
  ): Promise<void> {
    const { agentName } = data;
    if (handover) {
      const current =
        handover.status === 'queue'
          ? await this.running.join(tenant, conversation, handover, { agentName })
          : { conversation, handover };
      await this.running.firstAgentMessage(tenant, current.conversation, current.handover, agentName);
    }
    await this.bot.tell(tenant, conversation, {
      type: 'agent.message',
      ...(handover && { handoverId: handover.id }),
      data: { ...data, attachments: await this.files.forOutside(tenant, conversation, data.attachments) },
    });
  }
}
