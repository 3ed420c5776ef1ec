import { Injectable } from '@nestjs/common';
import type { EngageThreadId, ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import {
  type Conversation,
  type EngageContent,
  type EngageEvent,
  type EngageFact,
  foundEventId,
} from '#handover-rules';
import type { FactCall } from '../intake/fact-call.js';
import { EventInbox } from '../ports/event-inbox.js';
import type { ConversationReference } from '../ports/fact-store.js';
import { MessageJournal } from '../ports/message-journal.js';

export type ContentFact = Extract<EngageFact, { type: 'imported' | 'agent-wrote' }>;

/** What an event is about and does; undefined: nothing. */
export type ContentCall = Pick<FactCall<unknown>, 'reference' | 'offers' | 'work'> | undefined;

/** The parts of a long message are called `<foreign id>-2`, `-3`, … */
const PART = /-\d{1,9}$/;
const UUID_LENGTH = 36;

/**
 * What an event about a content does. On a native source it says what was written. On our own source agents' messages arrive by
 * the Channel SDK, and customers' messages were sent by us: there it links the thread, or says that Engage could not deliver an
 * agent's message to us.
 */
@Injectable()
export class ContentEvents {
  constructor(
    private readonly journal: MessageJournal,
    private readonly inbox: EventInbox,
  ) {}

  callOf(tenant: Tenant, event: EngageEvent, fact: ContentFact, threadId: EngageThreadId): ContentCall {
    const { sourceId } = event;
    if (sourceId !== undefined && tenant.engage.nativeSourceIds.includes(sourceId))
      return fact.written && this.native(event, { threadId, sourceId, written: fact.written });
    if (fact.type === 'agent-wrote') return fact.written.exportFailed === true ? exportFailed(threadId) : undefined;
    return fact.foreignId === undefined ? undefined : imported(fact.foreignId, threadId);
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
        if (await this.isKnown(conversation, event, contentId)) return;
        await decide({ type, event, written, sourceId });
      },
    };
  }

  /** What was read in Engage also has a stored event, because the journal may have been erased since. */
  private async isKnown({ tenantId, id }: Conversation, event: EngageEvent, contentId: string): Promise<boolean> {
    if (await this.journal.holdsContent(tenantId, id, contentId)) return true;
    const found = foundEventId(contentId);
    return event.id !== found && (await this.inbox.known(tenantId, [found])).size > 0;
  }
}

/** One of our contents that Engage has imported shows the thread of the conversation. */
function imported(foreignId: ForeignId, threadId: EngageThreadId): ContentCall {
  const messageId = (foreignId.length > UUID_LENGTH ? foreignId.replace(PART, '') : foreignId) as ForeignId;
  return {
    reference: { by: 'message', foreignId: messageId },
    work: async (conversation, { decide }) => conversation && decide({ type: 'imported', threadId }),
  };
}

/** The message is read in Engage: the event does not name its files. */
function exportFailed(threadId: EngageThreadId): ContentCall {
  return {
    reference: { by: 'engage-thread', threadId },
    work: async (conversation, { decide }) => conversation && decide({ type: 'export-failed' }),
  };
}
