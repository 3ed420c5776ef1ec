import { isDeepStrictEqual } from 'node:util';
import type { UserId } from '#kernel';
import type { Conversation } from '#handover-rules';
import type { ConversationReference } from '../ports/fact-store.js';

/**
 * `updatedAt` of a busy conversation may be this old, in milliseconds. It is indexed: written with every message, it would
 * leave a dead entry in each index of the table.
 */
const ACTIVITY_GRAIN_MS = 10_000;

/** What a call shows about its conversation: that it is active now, and how to reach it if that has changed. */
export function learntFrom(
  reference: ConversationReference | undefined,
  { address: known, nativeChannel, updatedAt }: Conversation,
  now: Date,
): Partial<Conversation> {
  const activity = now.getTime() - updatedAt.getTime() >= ACTIVITY_GRAIN_MS ? { updatedAt: now } : {};
  switch (reference?.by) {
    case 'address': {
      // Later calls may have more or better data to reach the conversation.
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
