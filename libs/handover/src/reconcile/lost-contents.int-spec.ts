import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DestinationOutage } from '#delivery';
import { DatabaseAway, Pauses } from '#database';
import type { ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import {
  AcceptAgentMessage,
  AcceptBotSideMessage,
  AcceptEngageEvent,
  ReconcileHandovers,
  StartHandover,
} from '../index.js';
import { FakeRefusal } from '../testing/fake-contact-centre.js';
import { HandoverWorld } from '../testing/handover-world.js';
import { LostContents } from './lost-contents.js';

const JOINED = ['queue/accepted', 'active/agentJoined', 'agent: Hello'];

describe('lost messages of agents', () => {
  let world: HandoverWorld;
  let tenant: Tenant;
  let thread: ForeignId;
  beforeAll(async () => {
    world = await HandoverWorld.create();
  });
  afterAll(() => world.close());

  /** An agent has said hello, and it has arrived. */
  beforeEach(async () => {
    tenant = await world.tenant();
    world.bot.received.length = 0;
    await world.get(AcceptBotSideMessage).run(tenant, world.message('user', 'agent!'));
    await world.get(StartHandover).run(tenant, world.start());
    await world.settled();
    thread = await world.threadForeignId(tenant);
    world.engage.openIntervention(tenant, thread);
    writes('c-1', 'Hello', 'success');
    await arrives('c-1', 'Hello');
    world.engage.calls.length = 0;
  });

  /** An agent writes. @param status of its delivery to us, in Engage's words */
  const writes = (id: string, text: string, status = 'export_failure'): void => {
    world.engage.agentWrote(tenant, thread, { id, text, at: world.engage.now, status });
    world.engage.reply(tenant, thread);
  };
  const arrives = (contentId: string, text: string): Promise<ForeignId> =>
    world.get(AcceptAgentMessage).run(tenant, {
      contentId,
      text,
      attachments: [],
      threadForeignId: thread,
      senderName: null,
      createdAt: undefined,
      rawBody: Buffer.from(contentId),
    });
  /** A minute has passed. */
  const reconcile = async (): Promise<void> => {
    await world.rows(tenant, "UPDATE handovers SET checked_at = checked_at - interval '1 minute' WHERE tenant_id = $1");
    await world.get(ReconcileHandovers).run(new AbortController().signal);
    await world.settled();
  };
  const ends = async (): Promise<unknown> =>
    world.get(AcceptEngageEvent).run(tenant, await world.event(tenant, { type: 'over' }));
  const looks = (): number =>
    world.engage.calls.filter(({ method, tenantId }) => method === 'contentsSince' && tenantId === tenant.id).length;

  it('are read if Engage counts more replies than have arrived, and reach the bot once, in their order', async () => {
    writes('c-2', 'One');
    writes('c-3', 'Two');
    await reconcile();
    expect(world.bot.story).toEqual([...JOINED, 'agent: One', 'agent: Two']);
    const [late, again] = [await arrives('c-2', 'One'), await arrives('c-2', 'One')];
    await reconcile();
    expect(world.bot.story).toEqual([...JOINED, 'agent: One', 'agent: Two']);
    expect(late).toBe(again);
    expect(looks()).toBe(1);
  });

  it('are looked for from the end of the previous look, but not beyond what Engage may still deliver', async () => {
    const look = vi.spyOn(world.engage, 'contentsSince');
    const minutesLater = async (minutes: number): Promise<number | undefined> => {
      await reconcile();
      const since = look.mock.lastCall?.[2].getTime();
      world.engage.now = new Date(world.engage.now.getTime() + minutes * 60_000);
      return since && (since - written) / 60_000;
    };
    world.engage.now = new Date(Date.now() - 60 * 60_000);
    const written = Math.floor(world.engage.now.getTime() / 1_000) * 1_000;
    writes('c-2', 'One');
    await minutesLater(15);
    writes('c-3', 'Two', 'export_pending');
    expect(await minutesLater(15)).toBe(-10); // a content may be listed ten minutes late
    writes('c-4', 'Three');
    expect(await minutesLater(15)).toBe(5);
    writes('c-5', 'Four');
    expect(await minutesLater(15)).toBe(15);
    expect(world.bot.story).toEqual([...JOINED, 'agent: One', 'agent: Three', 'agent: Four']);
    look.mockRestore();
  });

  it('cost no call if every reply has arrived, and one if a reply was not expected here', async () => {
    await reconcile();
    expect(looks()).toBe(0);
    world.engage.reply(tenant, thread); // counted, but not in the thread
    for (let run = 0; run < 3; run++) await reconcile();
    expect(looks()).toBe(1);
    writes('c-2', 'One');
    await reconcile();
    expect(world.bot.story).toEqual([...JOINED, 'agent: One']);
    expect(looks()).toBe(2);
  });

  it('are read before a lost end gives the conversation back to the bot', async () => {
    writes('c-2', 'One');
    writes('c-3', 'Goodbye');
    world.engage.complete(tenant, thread);
    await reconcile();
    expect(world.bot.story).toEqual([...JOINED, 'agent: One', 'agent: Goodbye', 'completed/completed']);
    await reconcile();
    expect(looks()).toBe(1);
  });

  it('keep a lost end waiting while they cannot be read, but not for long', async () => {
    writes('c-2', 'Goodbye');
    world.engage.complete(tenant, thread);
    vi.spyOn(world.get(Pauses), 'wait').mockResolvedValue();
    world.engage.failNext('contentsSince', new DestinationOutage('away'), { times: 6 });
    await reconcile();
    expect(world.bot.story).toEqual(JOINED);
    await world.rows(tenant, "UPDATE handovers SET started_at = started_at - interval '1 hour' WHERE tenant_id = $1");
    await reconcile();
    expect(world.bot.story).toEqual([...JOINED, 'completed/completed']);
    await reconcile();
    expect(world.bot.story).toEqual([...JOINED, 'completed/completed', 'agent: Goodbye']);
  });

  it('are read once, and processed once the database is back', async () => {
    writes('c-2', 'One');
    vi.spyOn(world.get(Pauses), 'wait').mockResolvedValue();
    const take = vi.spyOn(world.get(LostContents), 'take').mockRejectedValueOnce(new DatabaseAway());
    await reconcile();
    expect(world.bot.story).toEqual([...JOINED, 'agent: One']);
    expect([take.mock.calls.length, looks()]).toEqual([2, 1]);
    take.mockRestore();
  });

  it('do not keep it waiting if Engage refuses to show them', async () => {
    writes('c-2', 'Goodbye');
    world.engage.complete(tenant, thread);
    world.engage.failNext('contentsSince', new FakeRefusal('Forbidden.'));
    await reconcile();
    expect(world.bot.story).toEqual([...JOINED, 'completed/completed']);
    await reconcile();
    expect(looks()).toBe(1);
  });

  it('are found after an end by an event, once Engage has stopped trying to deliver them', async () => {
    world.engage.now = new Date(); // what it has tried for half an hour is not waited for
    writes('c-2', 'Goodbye', 'export_pending');
    await ends();
    await reconcile();
    expect(world.bot.story).toEqual([...JOINED, 'completed/completed']);
    world.engage.thread(tenant, thread).agentsWords.pop();
    world.engage.agentWrote(tenant, thread, {
      id: 'c-2',
      text: 'Goodbye',
      at: world.engage.now,
      status: 'export_failure',
    });
    await reconcile();
    expect(world.bot.story).toEqual([...JOINED, 'completed/completed', 'agent: Goodbye']);
    await reconcile();
    expect(looks()).toBe(2);
  });

  it('are looked for without any count when no process has checked the handover', async () => {
    world.engage.agentWrote(tenant, thread, {
      id: 'c-2',
      text: 'Uncounted',
      at: world.engage.now,
      status: 'export_failure',
    });
    await reconcile();
    expect(world.bot.story).toEqual(JOINED);
    await world.rows(tenant, "UPDATE handovers SET checked_at = checked_at - interval '1 hour' WHERE tenant_id = $1");
    await reconcile();
    expect(world.bot.story).toEqual([...JOINED, 'agent: Uncounted']);
  });

  it('are asked for in one call after each end, with the interventions of all others', async () => {
    await ends();
    await reconcile();
    await reconcile();
    const asked = world.engage.calls.filter(({ tenantId }) => tenantId === tenant.id).map(({ method }) => method);
    expect(asked.filter((method) => method === 'interventions')).toEqual(['interventions']);
    expect(looks()).toBe(0);
  });
});
