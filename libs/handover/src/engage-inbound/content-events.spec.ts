import { expect, it } from 'vitest';
import type { EngageThreadId } from '#kernel';
import { aConversation, anEngageEvent } from '../../../handover-rules/src/testing/a-handover.js';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import type { Deciding } from '../intake/fact-call.js';
import type { EventInbox } from '../ports/event-inbox.js';
import type { MessageJournal } from '../ports/message-journal.js';
import { ContentEvents } from './content-events.js';

const tenant = aTenant({ engage: { nativeSourceIds: ['whatsapp'] } });
const nativeChannel = { sourceId: 'whatsapp', replyTo: { contentId: 'c', private: false }, ownUserId: 'token' };
const written = { id: 'c-1', text: 'Hello', customerId: 'ada', private: false, hasAttachment: false };
const fact = { type: 'agent-wrote', written } as const;

/** @param stored ids of earlier events @returns how many messages the event causes */
async function messagesOf(eventId: string, stored: readonly string[]): Promise<number> {
  const journal = { holdsContent: async () => false } as unknown as MessageJournal;
  const inbox = {
    known: async (_id: unknown, ids: readonly string[]) => new Set(ids.filter((id) => stored.includes(id))),
  } as unknown as EventInbox;
  const event = { ...anEngageEvent('none'), id: eventId, sourceId: 'whatsapp', fact };
  const call = new ContentEvents(journal, inbox).callOf(tenant, event, fact, 'thread' as EngageThreadId);
  let decided = 0;
  const deciding = { settled: async () => undefined, decide: async () => (decided += 1) } as unknown as Deciding;
  await call?.work(aConversation({ nativeChannel }), deciding);
  return decided;
}

it('accepts a content once, although it was read in Engage and erased before its event arrived', async () => {
  expect(await messagesOf('of-engage', ['found-c-1'])).toBe(0);
  expect(await messagesOf('of-engage', ['found-c-2'])).toBe(1);
});

it('accepts the event that was created for what was read', async () => {
  expect(await messagesOf('found-c-1', ['found-c-1'])).toBe(1);
});
