import type { ForeignId } from '#kernel';
import type { Draft } from '../../machine/draft.js';
import { ENGAGE } from '../../machine/engage-items.js';

/** Engage accepts one `typing.start` per thread in this time; a `typing.stop` resets it (Send API, "Typing"). */
const MIN_GAP_MS = 2_000;

/**
 * Shows the agents that the customer types, while a handover runs; a native channel shows it itself. Typing makes many calls:
 * only one per gap counts, until the typing has ended. @param preview what was typed so far
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

/** Notifies the bot while a handover runs that an agent types, or has stopped. */
export function tellAgentTyping(draft: Draft, typing: boolean): void {
  if (draft.conversation.state !== 'bot') draft.tellBot({ type: 'agent.typing', data: { typing } });
}

/** Shows the agent that the customer has read a message, in any state of the conversation. A native channel does it itself. */
export function showRead(draft: Draft, messageId: ForeignId): void {
  if (!draft.conversation.nativeChannel) draft.send({ kind: ENGAGE.read, payload: { messageId } });
}
