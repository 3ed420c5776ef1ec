import type { EngageThreadId } from '#kernel';
import type { Draft } from '../../machine/draft.js';

/**
 * One of our contents was imported into this thread. While agents have a thread of the conversation, that one stays
 * linked.
 */
export function learnThread(draft: Draft, threadId: EngageThreadId): void {
  const { engageThreadId } = draft.conversation;
  if (engageThreadId === threadId) return;
  const { running } = draft.situation;
  if (engageThreadId !== undefined && running && running.step !== 'accepted')
    draft.record('engage-event', {
      type: 'content.imported',
      effect: 'none',
      reason: 'The agents have another thread.',
    });
  else draft.link(threadId);
}
