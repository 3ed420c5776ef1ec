import type { Draft } from '../machine/draft.js';

/** Most quoted characters of a message. */
const QUOTED = 100;

/**
 * Shows the agents in the thread that the customer did not receive a message of theirs. On a native source they see it
 * themselves. @param text of the message
 */
export function tellUndeliverable(draft: Draft, text: string): void {
  if (draft.conversation.nativeChannel) return;
  draft.sendEntry(draft.write({ author: 'system', text: noteOn(text), attachments: [], forwarding: 'sent' }));
}

function noteOn(text: string): string {
  const characters = [...text.replaceAll(/\s+/g, ' ').trim()];
  if (characters.length === 0) return 'A message did not reach the customer.';
  const quoted = characters.length > QUOTED ? `${characters.slice(0, QUOTED - 1).join('')}…` : characters.join('');
  return `This message did not reach the customer: "${quoted}"`;
}
