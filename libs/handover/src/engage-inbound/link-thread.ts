import { Injectable } from '@nestjs/common';
import type { EngageThreadId, ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { ConversationStore } from '../ports/conversation-store.js';
import { MessageJournal } from '../ports/message-journal.js';
import { DecideFact } from '../intake/decide-fact.js';

/** The parts of a long message are called `<foreign id>-2`, `-3`, … */
const PART = /-\d{1,9}$/;
const UUID_LENGTH = 36;

/** Learns which thread of Engage belongs to a conversation. */
@Injectable()
export class LinkThread {
  constructor(
    private readonly conversations: ConversationStore,
    private readonly journal: MessageJournal,
    private readonly facts: DecideFact,
  ) {}

  /** From a content of ours that Engage imported; another content changes nothing. @throws ThreadTaken */
  async byMessage(tenant: Tenant, foreignId: ForeignId, threadId: EngageThreadId): Promise<void> {
    const messageId = (foreignId.length > UUID_LENGTH ? foreignId.replace(PART, '') : foreignId) as ForeignId;
    const conversationId = await this.journal.conversationOf(tenant.id, messageId);
    const conversation = conversationId && (await this.conversations.lockById(tenant.id, conversationId));
    if (conversation) await this.facts.run(tenant, conversation, { type: 'imported', threadId });
  }
}
