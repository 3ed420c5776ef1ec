import type { Draft } from '../../machine/draft.js';
import type { OpenedIntervention } from '../../machine/fact.js';

/** Until Engage has answered, its events and records do not show whether an intervention is ours or an agent's. */
export function openIntervention(draft: Draft): void {
  const { nativeChannel } = draft.conversation;
  if (nativeChannel) draft.saveChannel({ ...nativeChannel, opensIntervention: true });
}

/** Stores the intervention under which Engage accepts the bot's replies, and the user as which we opened it. */
export function saveOwnIntervention(draft: Draft, opened: OpenedIntervention | undefined): void {
  const { nativeChannel } = draft.conversation;
  if (!nativeChannel) return;
  const { opensIntervention: _, ...channel } = nativeChannel;
  if (!opened) return draft.saveChannel(channel);
  const { interventionId: ownInterventionId, byUserId: ownUserId } = opened;
  draft.saveChannel({ ...channel, ownInterventionId, ...(ownUserId !== undefined && { ownUserId }) });
}
