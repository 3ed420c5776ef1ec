import { isDeepStrictEqual } from 'node:util';
import type { UserId } from '#kernel';
import type { Conversation } from '#handover-rules';
import type { ConversationReference } from '../ports/fact-store.js';

/**
 * `updatedAt` of a busy conversation is this far behind, in milliseconds. It is indexed: written with every message, it would
 * leave a dead entry in each index of the table.
 */
const ACTIVITY_GRAIN_MS = 10_000;

/** What naming a conversation tells of it: that something happens now, and how to reach it, as far as that is news. */
export function learntFrom(
  reference: ConversationReference | undefined,
  { address: known, nativeChannel, updatedAt }: Conversation,
  now: Date,
): Partial<Conversation> {
  const activity = now.getTime() - updatedAt.getTime() >= ACTIVITY_GRAIN_MS ? { updatedAt: now } : {};
  switch (reference?.by) {
    case 'address': {
      // Later calls may know more of how to reach the conversation, or better.
      const address = { ...known, ...reference.session.address };
      return { ...activity, ...(!isDeepStrictEqual(address, known) && { address }) };
    }
    case 'customer': {
      // What Engage says about a session takes precedence over earlier sources.
      const { sourceId, replyTo, threadId: engageThreadId, identityId } = reference.writing;
      return {
        ...activity,
        userId: identityId as UserId,
        engageThreadId,
        nativeChannel: { ...nativeChannel, sourceId, replyTo },
      };
    }
    case 'thread':
      return activity;
    default:
      return {};
  }
}
