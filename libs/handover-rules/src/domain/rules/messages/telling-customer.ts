import type { HandoverId } from '#kernel';
import type { CustomerTexts } from '#tenant-config';
import type { BotEventBody } from '../../bot-event.js';
import { textFor } from '../../availability/customer-language.js';
import type { JournalEntry } from '../../journal-entry.js';
import type { Draft } from '../../machine/draft.js';

/**
 * Sends the tenant's text to the customer of the handover, in the customer's language, if there is one. It uses the bot's lane
 * like an agent's message, before everything that is sent to the bot after it; on a native source it is a reply in Engage,
 * before the next items of its lane.
 *
 * @returns whether there was a text
 */
export function tellCustomer(draft: Draft, texts: CustomerTexts | undefined): boolean {
  const { handover, conversation } = draft;
  const text = textFor(texts, handover?.language);
  if (!handover || text === undefined) return false;
  const forwarding = conversation.nativeChannel ? 'sent' : 'muted';
  const entry = draft.write({ author: 'system', text, attachments: [], forwarding });
  if (conversation.nativeChannel) draft.sendEntry(entry);
  else draft.tellBot(asMessage(entry, handover.id));
  return true;
}

function asMessage({ foreignId: messageId, text, sentAt }: JournalEntry, handoverId: HandoverId): BotEventBody {
  const data = { messageId, text, attachments: [], agentName: null, sentAt: sentAt.toISOString() };
  return { type: 'agent.message', handoverId, byTenant: true, data };
}
