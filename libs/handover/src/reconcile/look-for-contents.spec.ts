import { expect, it } from 'vitest';
import type { Database, Pauses } from '#database';
import type { EngageThreadId, TenantId } from '#kernel';
import { aConversation, aHandover } from '../../../handover-rules/src/testing/a-handover.js';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import type { MessageJournal } from '../ports/message-journal.js';
import { LookForContents } from './look-for-contents.js';
import type { LostContents } from './lost-contents.js';

/** The database's clock is years before ours. */
const NOW = new Date('2020-03-02T09:00:00Z');

it('looks after five minutes without a check and lets an end wait for 90 seconds, on the database’s clock', async () => {
  const looks = new LookForContents(
    { inTenant: (_id: TenantId, work: () => unknown) => work() } as unknown as Database,
    { agentMessagesSince: async () => new Map() } as unknown as MessageJournal,
    {} as LostContents,
    {} as Pauses,
  );
  const lookAfter = async (minutes: number): Promise<unknown[]> => {
    const handover = aHandover({ checkedAt: new Date(NOW.getTime() - minutes * 60_000) });
    const standing = { thread: undefined, interventions: [] };
    const asked = { conversation: aConversation(), threadId: 'thread' as EngageThreadId, handover, standing, now: NOW };
    return [(await looks.wanted(aTenant(), [asked])).get(handover.id), looks.canWait(asked)];
  };
  expect(await lookAfter(1)).toEqual(['none', true]);
  expect(await lookAfter(2)).toEqual(['none', false]);
  expect(await lookAfter(4)).toEqual(['none', false]);
  expect(await lookAfter(6)).toEqual(['soon', false]);
});
