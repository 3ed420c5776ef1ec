import { isDeepStrictEqual } from 'node:util';
import type { UserId } from '#kernel';
import type { Conversation } from '#handover-rules';
import type { ConversationReference } from '../ports/fact-store.js';

/** What naming a conversation tells of it: that something happens now, and how to reach it, as far as that is news. */
export function learntFrom(
  reference: ConversationReference | undefined,
  { address: known, nativeChannel }: Conversation,
  updatedAt: Date,
): Partial<Conversation> {
  switch (reference?.by) {
    case 'address': {
      // Later calls may know more of how to reach the conversation, or better.
      const address = { ...known, ...reference.session.address };
      return { updatedAt, ...(!isDeepStrictEqual(address, known) && { address }) };
    }
    case 'customer': {
      // What Engage says of a session is right, whoever spoke of it before.
      const { sourceId, replyTo, threadId: engageThreadId, identityId } = reference.writing;
      return {
        updatedAt,
        userId: identityId as UserId,
        engageThreadId,
        nativeChannel: { ...nativeChannel, sourceId, replyTo },
      };
    }
    case 'thread':
      return { updatedAt };
    default:
      return {};
  }
}
