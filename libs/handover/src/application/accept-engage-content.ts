import { Injectable } from '@nestjs/common';
import { cleanText, type EngageThreadId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { EngageContent, EngageEvent } from '../domain/engage-fact.js';
import { ConversationStore } from '../ports/conversation-store.js';
import type { ChosenReply } from '../domain/message.js';
import type { JournalEntry } from '../ports/message-journal.js';
import { BotOutbox } from './bot-outbox.js';
import { HandoverTimers } from './handover-timers.js';
import { Interruption } from './interruption.js';
import { Journalling } from './journalling.js';
import { MadeChoice } from './made-choice.js';

/** A content with where it was written. */
export interface EngageWriting {
  readonly event: EngageEvent;
  readonly threadId: EngageThreadId;
  readonly sourceId: string;
  readonly written: EngageContent;
}

/** Takes what is written on a source that Engage serves itself. The caller's transaction has stored the event. */
@Injectable()
export class AcceptEngageContent {
  constructor(
    private readonly conversations: ConversationStore,
    private readonly journalling: Journalling,
    private readonly choices: MadeChoice,
    private readonly bot: BotOutbox,
    private readonly timers: HandoverTimers,
    private readonly interruption: Interruption,
  ) {}

  /** A customer's words: for the bot, unless an agent has the conversation; Engage has them anyway. */
  async ofCustomer(tenant: Tenant, writing: EngageWriting): Promise<void> {
    const { written, threadId, sourceId } = writing;
    const { id: contentId, customerId: identityId, private: isPrivate, capabilities } = written;
    const replyTo = { contentId, private: isPrivate, ...(capabilities && { capabilities }) };
    const conversation = await this.conversations.lockOrCreateInEngage(tenant.id, {
      ...{ threadId, identityId, sourceId, replyTo },
    });
    if (await this.journalling.knows(conversation, contentId)) return;
    const isForBot = conversation.state === 'bot';
    const reply = isForBot ? await this.choices.ofBot(conversation, written) : undefined;
    const entry = await this.journalled(conversation, writing, 'user', reply);
    if (!isForBot) return this.timers.restart(conversation);
    await this.bot.tell(tenant, conversation, {
      type: 'user.message',
      data: {
        messageId: entry.foreignId,
        text: cleanText(written.text),
        sourceId,
        private: isPrivate,
        attachments: [],
        hasAttachment: written.hasAttachment,
        ...(reply && { payload: reply.payload }),
        sentAt: entry.sentAt.toISOString(),
      },
    });
  }

  /** An agent's words reach the customer by Engage; the bot is told only that somebody else speaks now. */
  async ofAgent(tenant: Tenant, writing: EngageWriting): Promise<void> {
    const { threadId, written, event } = writing;
    const conversation = await this.conversations.lockByEngageThread(tenant.id, threadId, written.customerId);
    if (!conversation?.engageChannel) return;
    if (await this.journalling.knows(conversation, written.id)) return;
    await this.journalled(conversation, writing, 'agent');
    await this.interruption.run(tenant, conversation, event);
  }

  private journalled(
    conversation: Conversation,
    { written, event }: EngageWriting,
    author: 'user' | 'agent',
    reply?: ChosenReply,
  ): Promise<JournalEntry> {
    return this.journalling.write(conversation, {
      author,
      text: written.text,
      attachments: [],
      engageContentId: written.id,
      forwarding: 'sent',
      ...(reply && { reply }),
      ...(event.issuedAt && { sentAt: event.issuedAt }),
    });
  }
}
