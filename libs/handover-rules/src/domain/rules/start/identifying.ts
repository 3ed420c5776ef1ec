import type { UserId } from '#kernel';
import type { Draft } from '../../machine/draft.js';

/** A customer who logs in continues in the same session as another user: from now on the conversation is theirs. */
export function identify(draft: Draft, userId: UserId): void {
  const { userId: before, nativeChannel } = draft.conversation;
  if (nativeChannel || userId === before) return; // on a native source Engage says who the customer is
  draft.becomes(userId);
  draft.record('profile', { userId, before });
}
