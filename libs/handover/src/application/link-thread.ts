import { Injectable, Logger } from '@nestjs/common';
import type { EngageThreadId, ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { MessageJournal } from '../ports/message-journal.js';

/** The parts of a long message are called `<foreign id>-2`, `-3`, … */
const PART = /-\d+$/;
const UUID_LENGTH = 36;

/** Learns which thread of Engage belongs to a conversation. */
@Injectable()
export class LinkThread {
  private readonly logger = new Logger(LinkThread.name);

  constructor(
    private readonly conversations: ConversationStore,
    private readonly journal: MessageJournal,
  ) {}

  /** From a content of ours that Engage imported; a content of anybody else changes nothing. */
  async byMessage(tenant: Tenant, foreignId: ForeignId, threadId: EngageThreadId): Promise<void> {
    const messageId = (foreignId.length > UUID_LENGTH ? foreignId.replace(PART, '') : foreignId) as ForeignId;
    const conversationId = await this.journal.conversationOf(tenant.id, messageId);
    const conversation = conversationId && (await this.conversations.lockById(tenant.id, conversationId));
    if (conversation) await this.link(conversation, threadId);
  }

  /** The caller holds the conversation's lock. @throws ThreadTaken */
  async link(conversation: Conversation, threadId: EngageThreadId): Promise<void> {
    if (conversation.engageThreadId === threadId) return;
    if (conversation.engageThreadId !== undefined)
      this.logger.warn({ conversationId: conversation.id }, 'Engage moved the conversation to another thread.');
    await this.conversations.linkThread(conversation, threadId);
  }
}
