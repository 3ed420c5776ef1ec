import type { ForeignId } from '#kernel';
import type { Draft } from '../../machine/draft.js';
import { ENGAGE } from '../../machine/engage-items.js';

/** Engage takes one `typing.start` per thread in this time; a `typing.stop` resets it (Send API, "Typing"). */
const MIN_GAP_MS = 2_000;

/**
 * Shows the agents that the customer types, while a handover runs; a native channel shows it itself. Many words make many
 * calls: they count once per gap, until the typing has ended. @param preview what was typed so far
 */
export function showCustomerTyping(draft: Draft, typing: boolean, preview: string | undefined): void {
  const { state, nativeChannel, threadForeignId, typingSentAt } = draft.conversation;
  if (state === 'bot' || nativeChannel) return;
  const isNews = typing
    ? !typingSentAt || draft.now.getTime() - typingSentAt.getTime() >= MIN_GAP_MS
    : typingSentAt !== undefined;
  if (!isNews) return;
  draft.typed(typing ? draft.now : undefined);
  const shown = typing && preview !== undefined && draft.settings.typingPreview;
  draft.send({ kind: ENGAGE.typing, payload: { typing, threadForeignId, ...(shown && { preview }) } });
}

/** Tells the bot that an agent types, or no longer does, while a handover runs. */
export function tellAgentTyping(draft: Draft, typing: boolean): void {
  if (draft.conversation.state !== 'bot') draft.tellBot({ type: 'agent.typing', data: { typing } });
}

/** Shows the agent that the customer has read a message, in whatever state the conversation is. A native channel does it itself. */
export function showRead(draft: Draft, messageId: ForeignId): void {
  if (!draft.conversation.nativeChannel) draft.send({ kind: ENGAGE.read, payload: { messageId } });
}
