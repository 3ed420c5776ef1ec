import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cleanText, type ForeignId, newId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { UnknownThread } from '../domain/handover.errors.js';
import type { Utterance } from '../domain/message.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { EventInbox, type ReceivedEvent } from '../ports/event-inbox.js';
import { HandoverStore } from '../ports/handover-store.js';
import type { JournalEntry } from '../ports/message-journal.js';
import { Journalling } from './journalling.js';
import { AgentMessageEffect } from './agent-message-effect.js';

export interface AgentMessage extends Utterance {
  /** Engage's id of the content: the same one again is the same message. Undefined where Engage names none. */
  readonly contentId: string | undefined;
  /** The same for a repeat of a message that has no `contentId`. */
  readonly repeatKey?: string;
  /** Our id of the thread. */
  readonly threadForeignId: ForeignId;
  readonly senderName: string | null;
  readonly createdAt: Date | undefined;
  readonly rawBody: Buffer;
}

/**
 * Takes an agent's message into the lane to the bot, in whatever state the conversation is: a goodbye often arrives after
 * the close. While the customer waits, it also shows that an agent has joined.
 */
@Injectable()
export class AcceptAgentMessage {
  constructor(
    private readonly database: Database,
    private readonly inbox: EventInbox,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly journalling: Journalling,
    private readonly step: AgentMessageEffect,
  ) {}

  /**
   * @returns our new id of the message, the same one for the same content
   * @throws UnknownThread when no conversation of the tenant has this thread; then nothing is stored
   */
  run(tenant: Tenant, message: AgentMessage): Promise<ForeignId> {
    return this.database.inTenant(tenant.id, async () => {
      const foreignId = newId<ForeignId>();
      const event: ReceivedEvent = {
        tenantId: tenant.id,
        source: 'sdk',
        eventId: message.contentId ?? message.repeatKey ?? foreignId,
        type: 'messages.create',
        body: message.rawBody,
        answer: foreignId,
      };
      const earlier = await this.inbox.accept(event);
      if (earlier) return earlier.answer as ForeignId;
      const conversation = await this.conversations.lockByThreadForeignId(tenant.id, message.threadForeignId);
      if (!conversation) throw new UnknownThread();
      const entry = await this.write(conversation, message, foreignId);
      const { text, attachments, content, senderName } = message;
      const running =
        conversation.state === 'bot' ? undefined : await this.handovers.running(tenant.id, conversation.id);
      await this.step.run(tenant, conversation, running, {
        messageId: foreignId,
        text: cleanText(text),
        attachments: [...attachments],
        ...(content !== undefined && { content }),
        agentName: senderName,
        sentAt: entry.sentAt.toISOString(),
      });
      return foreignId;
    });
  }

  private write(conversation: Conversation, message: AgentMessage, foreignId: ForeignId): Promise<JournalEntry> {
    const { text, attachments, content, senderName, createdAt, contentId } = message;
    return this.journalling.write(conversation, {
      author: 'agent',
      text,
      attachments,
      foreignId,
      forwarding: 'sent',
      ...(contentId !== undefined && { engageContentId: contentId }),
      ...(content !== undefined && { content }),
      ...(senderName !== null && { authorName: senderName }),
      ...(createdAt && { sentAt: createdAt }),
    });
  }
}
