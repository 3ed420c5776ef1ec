import { Injectable } from '@nestjs/common';
import type { EngageThreadId, ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { EngageContent, EngageEvent, EngageFact } from '#handover-rules';
import type { FactCall } from '../intake/fact-call.js';
import type { ConversationReference } from '../ports/fact-store.js';
import { MessageJournal } from '../ports/message-journal.js';

export type ContentFact = Extract<EngageFact, { type: 'imported' | 'agent-wrote' }>;

/** What an event is about and does; undefined: nothing. */
export type ContentCall = Pick<FactCall<unknown>, 'reference' | 'offers' | 'work'> | undefined;

/** The parts of a long message are called `<foreign id>-2`, `-3`, … */
const PART = /-\d{1,9}$/;
const UUID_LENGTH = 36;

/**
 * What an event about a content does. On a native source it says what was written; on our own source it only links the thread, as
 * agents' messages come by the Channel SDK and customers' were sent by us.
 */
@Injectable()
export class ContentEvents {
  constructor(private readonly journal: MessageJournal) {}

  callOf(tenant: Tenant, event: EngageEvent, fact: ContentFact, threadId: EngageThreadId): ContentCall {
    const { sourceId } = event;
    if (sourceId !== undefined && tenant.engage.nativeSourceIds.includes(sourceId))
      return fact.written && this.native(event, { threadId, sourceId, written: fact.written });
    return fact.type === 'imported' && fact.foreignId !== undefined ? imported(fact.foreignId, threadId) : undefined;
  }

  private native(
    event: EngageEvent,
    { threadId, sourceId, written }: { threadId: EngageThreadId; sourceId: string; written: EngageContent },
  ): ContentCall {
    const type = event.fact.type === 'agent-wrote' ? 'agent-wrote' : 'customer-wrote';
    const { id: contentId, customerId: identityId, private: isPrivate, capabilities } = written;
    const replyTo = { contentId, private: isPrivate, ...(capabilities && { capabilities }) };
    const reference: ConversationReference =
      type === 'agent-wrote'
        ? { by: 'engage-thread', threadId, identityId }
        : { by: 'customer', writing: { threadId, identityId, sourceId, replyTo } };
    return {
      reference,
      offers: type === 'customer-wrote',
      work: async (conversation, { decide, settled }) => {
        if (!conversation?.nativeChannel) return;
        await settled();
        if (await this.journal.holdsContent(conversation.tenantId, conversation.id, contentId)) return;
        await decide({ type, event, written, sourceId });
      },
    };
  }
}

/** A content of ours that Engage imported says which thread the conversation has. */
function imported(foreignId: ForeignId, threadId: EngageThreadId): ContentCall {
  const messageId = (foreignId.length > UUID_LENGTH ? foreignId.replace(PART, '') : foreignId) as ForeignId;
  return {
    reference: { by: 'message', foreignId: messageId },
    work: async (conversation, { decide }) => conversation && decide({ type: 'imported', threadId }),
  };
}
