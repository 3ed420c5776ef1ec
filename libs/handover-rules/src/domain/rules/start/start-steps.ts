import type { EngageThreadId, HandoverId } from '#kernel';
import type { EngageThread } from '../../engage-records.js';
import { handOver } from '../../categories.js';
import { placeInQueue } from '../../handover.js';
import type { Draft } from '../../machine/draft.js';

/**
 * Records what the start is about to change in Engage, so that a repeat knows what an earlier try may have done. Everything
 * that Engage issues from now on may belong to this handover.
 *
 * @param thread as Engage has just returned it
 * @returns the categories to give the thread
 */
export function planStart(draft: Draft, thread: EngageThread): readonly string[] {
  const { handover, settings } = draft;
  if (!handover) return thread.categoryIds;
  draft.link(thread.id); // also a handover that ends before Engage answers is checked there
  const { agentCategoryId, botCategoryId } = settings;
  const { categoryIds, added } = handOver(thread.categoryIds, agentCategoryId, botCategoryId, handover.categoryIds);
  draft.adjust({
    step: 'linked',
    // A repeat finds the categories of the first try on the thread: what the first try added still counts as added.
    addedCategoryIds: [...new Set([...handover.addedCategoryIds, ...added])],
    categoriesBefore: handover.categoriesBefore ?? thread.categoryIds,
    agentCategoryId,
    botCategoryId,
    engageStartedAt: handover.engageStartedAt ?? thread.readAt,
  });
  return categoryIds;
}

/** Engage has the conversation: the bot is notified, and early events can be decided now. */
export function confirmStart(draft: Draft, of: HandoverId, threadId: EngageThreadId): void {
  const { handover, settings } = draft;
  draft.link(threadId);
  if (handover?.id !== of) return; // it ended meanwhile: the return after it in the lane removes the categories
  draft.adjust({ step: 'recategorised' });
  if (handover.status === 'queue' && settings.queueEvent)
    draft.tellBot({
      type: 'handover.status',
      data: { handoverId: handover.id, status: 'queue', event: 'accepted', ...placeInQueue(handover) },
    });
}
