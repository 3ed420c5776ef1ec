import type { Draft } from '../../machine/draft.js';

/** The setting that allows it, and the one with the text for the agent. */
const SETTINGS = {
  user_connected: { wanted: 'userConnectsMessage', words: 'userConnectsText' },
  user_disconnected: { wanted: 'userDisconnectsMessage', words: 'userDisconnectsText' },
} as const;

/** Shows the agent that the customer joined or left, while a handover runs. A native channel shows it itself. */
export function showPresence(draft: Draft, is: keyof typeof SETTINGS): void {
  const { conversation, situation, settings } = draft;
  const { wanted, words } = SETTINGS[is];
  if (!situation.running || conversation.nativeChannel || !settings[wanted]) return;
  draft.sendEntry(draft.write({ author: 'system', text: settings[words], attachments: [], forwarding: 'sent' }));
}
