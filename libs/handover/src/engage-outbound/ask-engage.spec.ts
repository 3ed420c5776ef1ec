import { describe, expect, it } from 'vitest';
import { DestinationOutage } from '#delivery';
import type { EngageThreadId } from '#kernel';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { aMessageToEngage } from '../testing/contact-centre.contract.js';
import { FakeContactCentre, FakeRefusal } from '../testing/fake-contact-centre.js';
import { AskEngage } from './ask-engage.js';

const signal = new AbortController().signal;
const tenant = aTenant();

/** Two threads without an intervention. */
async function twoThreads(): Promise<{ engage: FakeContactCentre; ids: EngageThreadId[] }> {
  const engage = new FakeContactCentre();
  const ids: EngageThreadId[] = [];
  for (const message of [aMessageToEngage(), aMessageToEngage()]) {
    await engage.sendMessage(tenant, message, signal);
    ids.push(engage.thread(tenant, message.threadForeignId).id);
  }
  return { engage, ids };
}

describe('asking Engage about many threads', () => {
  it('continues when it refuses to show one of them, and treats that as no answer about it', async () => {
    const { engage, ids } = await twoThreads();
    engage.failNext('readThread', new FakeRefusal('Forbidden.'));
    const standings = await new AskEngage(engage).many(tenant, ids, { reads: 10 }, signal);
    expect(ids.map((id) => standings.get(id)?.thread?.id)).toEqual([undefined, ids[1]]);
  });

  it('stops when it is away', async () => {
    const { engage, ids } = await twoThreads();
    engage.failNext('readThread', new DestinationOutage('away'));
    await expect(new AskEngage(engage).many(tenant, ids, { reads: 10 }, signal)).rejects.toThrow('away');
  });

  it('leaves out what it may no longer read', async () => {
    const { engage, ids } = await twoThreads();
    expect([...(await new AskEngage(engage).many(tenant, ids, { reads: 1 }, signal)).keys()]).toEqual([ids[0]]);
  });

  it('reads no thread of which only the interventions are wanted', async () => {
    const { engage, ids } = await twoThreads();
    const standings = await new AskEngage(engage).many(
      tenant,
      ids,
      { reads: 1, listedOnly: new Set(ids.slice(0, 1)) },
      signal,
    );
    expect(ids.map((id) => standings.get(id)?.thread?.id)).toEqual([undefined, ids[1]]);
  });
});
