import { Injectable } from '@nestjs/common';
import type { EngageThreadId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { EngageContent, EngageEvent, EngageFact } from '../domain/engage-fact.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { MessageJournal } from '../ports/message-journal.js';
import { DecideFact } from '../intake/decide-fact.js';
import { LinkThread } from './link-thread.js';

export type ContentFact = Extract<EngageFact, { type: 'imported' | 'agent-wrote' }>;

/** A content with where it was written. */
interface NativeContent {
  readonly event: EngageEvent;
  readonly threadId: EngageThreadId;
  readonly sourceId: string;
  readonly written: EngageContent;
}

/**
 * Takes an event about a content. On a native source it says what was written; on our own source it only links the thread, as
 * agents' messages come by the Channel SDK and customers' were sent by us. The caller's transaction has stored the event.
 */
@Injectable()
export class AcceptContentEvent {
  constructor(
    private readonly conversations: ConversationStore,
    private readonly journal: MessageJournal,
    private readonly linking: LinkThread,
    private readonly facts: DecideFact,
  ) {}

  /** @throws ThreadTaken */
  async run(tenant: Tenant, event: EngageEvent, fact: ContentFact, threadId: EngageThreadId): Promise<void> {
    const { sourceId } = event;
    if (sourceId !== undefined && tenant.engage.nativeSourceIds.includes(sourceId)) {
      if (fact.written) await this.takeNative(tenant, { event, threadId, sourceId, written: fact.written });
    } else if (fact.type === 'imported' && fact.foreignId !== undefined)
      await this.linking.byMessage(tenant, fact.foreignId, threadId);
  }

  private async takeNative(tenant: Tenant, content: NativeContent): Promise<void> {
    const { event, sourceId, written, threadId } = content;
    const type = event.fact.type === 'agent-wrote' ? 'agent-wrote' : 'customer-wrote';
    const conversation = await (type === 'agent-wrote'
      ? this.conversations.lockByEngageThread(tenant.id, threadId, written.customerId)
      : this.conversationOfCustomer(tenant, content));
    if (!conversation?.nativeChannel) return;
    if (await this.journal.holdsContent(tenant.id, conversation.id, written.id)) return;
    await this.facts.run(tenant, conversation, { type, event, written, sourceId });
  }

  private conversationOfCustomer(
    tenant: Tenant,
    { threadId, sourceId, written }: NativeContent,
  ): Promise<Conversation> {
    const { id: contentId, customerId: identityId, private: isPrivate, capabilities } = written;
    const replyTo = { contentId, private: isPrivate, ...(capabilities && { capabilities }) };
    return this.conversations.lockOrCreateNative(tenant.id, { threadId, identityId, sourceId, replyTo });
  }
}
