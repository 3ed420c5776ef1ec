import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DestinationOutage, ServiceThrottled } from '#delivery';
import type { Tenant } from '#tenant-config';
import {
  AcceptAgentMessage,
  AcceptBotSideMessage,
  AcceptEngageEvent,
  type EngageEvent,
  type EngageFact,
  ReconcileHandovers,
  StartHandover,
} from '../index.js';
import { FakeRefusal } from '../testing/fake-contact-centre.js';
import { HandoverWorld } from '../testing/handover-world.js';

const NOTE = 'Handover\nReason: angry\nSummary: wants money back\nLast intent: refund\norder_number: 4711';
const START = {
  reason: 'angry',
  summary: 'wants money back',
  context: { order_number: 4711, intent: 'refund' },
};

/** Our own share of the calls to Engage is used up; nothing was called. */
class ShareUsedUp extends ServiceThrottled {
  readonly code = 'test.share-used-up';

  constructor() {
    super({ kind: 'engage-rest', host: 'engage.example' }, 'The calls are used up for the moment.', 500);
  }
}

describe('the note of a handover', () => {
  let world: HandoverWorld;
  let tenant: Tenant;

  beforeAll(async () => {
    world = await HandoverWorld.create();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    tenant = await world.tenant();
    world.bot.received.length = 0;
  });

  const says = (text: string) => world.get(AcceptBotSideMessage).run(tenant, world.message('user', text));
  const handOver = async (overrides: object = START): Promise<void> => {
    await world.get(StartHandover).run(tenant, world.start(overrides));
    await world.settled();
  };
  /** The agents' case, as Engage has it. */
  const aCase = async (): Promise<string> => {
    const foreignId = await world.threadForeignId(tenant);
    world.engage.openIntervention(tenant, foreignId);
    return world.engage.thread(tenant, foreignId).interventions[0]!.id;
  };
  const happens = async (type: EngageFact['type'] & ('agent-joined' | 'over'), about: Partial<EngageEvent> = {}) =>
    world.get(AcceptEngageEvent).run(tenant, await world.event(tenant, { type }, about));
  const comments = async (): Promise<string[]> => {
    await world.settled();
    return world.engage.comments(tenant, await world.threadId(tenant));
  };
  const texts = async (): Promise<string[]> =>
    world.engage.contents(tenant, await world.threadForeignId(tenant)).map(({ text }) => text);
  const calls = (): number =>
    world.engage.calls.filter(({ method, tenantId }) => method === 'comment' && tenantId === tenant.id).length;

  it('is one message of the bot, and once a comment at the case', async () => {
    await says('agent!');
    await handOver();
    const { messages } = world.engage.thread(tenant, await world.threadForeignId(tenant));
    expect(messages.map(({ text, author }) => [author.puppetizable, text])).toEqual([
      [false, 'agent!'],
      [true, NOTE],
    ]);
    const interventionId = await aCase();
    await happens('agent-joined', { actorId: 'dana' });
    expect(await comments()).toEqual([]);
    await happens('agent-joined', { interventionId, actorId: 'dana' });
    await happens('agent-joined', { interventionId, actorId: 'dana' });
    expect(await comments()).toEqual([NOTE]);
    expect(world.bot.story).toEqual(['queue/accepted', 'active/agentJoined']);
  });

  it('is left as a comment when the agent wrote before Engage reported the case', async () => {
    await handOver();
    const interventionId = await aCase();
    await world.get(AcceptAgentMessage).run(tenant, {
      contentId: 'c1',
      threadForeignId: await world.threadForeignId(tenant),
      senderName: 'Dana',
      createdAt: undefined,
      text: 'Hi',
      attachments: [],
      rawBody: Buffer.alloc(0),
    });
    await happens('agent-joined', { interventionId, actorId: 'dana' });
    expect(await comments()).toEqual([NOTE]);
  });

  it('is left at the case that only reconciliation finds', async () => {
    await handOver();
    await aCase();
    world.engage.reply(tenant, await world.threadForeignId(tenant));
    const thread = world.engage.thread(tenant, await world.threadForeignId(tenant));
    world.engage.reassign(thread, 'dana');
    await world.rows(
      tenant,
      "UPDATE handovers SET started_at = started_at - interval '2 minutes' WHERE tenant_id = $1",
    );
    await world.get(ReconcileHandovers).run(new AbortController().signal);
    expect(await comments()).toEqual([NOTE]);
  });

  it('is left again by the next handover, with its own text', async () => {
    await handOver();
    const interventionId = await aCase();
    await happens('agent-joined', { interventionId, actorId: 'dana' });
    await world.settled();
    await happens('over', { interventionId });
    await handOver({ reason: 'angrier' });
    await happens('agent-joined', { interventionId, actorId: 'dana' });
    expect(await comments()).toEqual([NOTE, 'Handover\nReason: angrier']);
  });

  it('costs no call if there is nothing to say, it is disabled, or an event is of an earlier intervention', async () => {
    const interventionId = async () => ({ interventionId: await aCase(), actorId: 'dana' });
    await handOver({});
    await happens('agent-joined', await interventionId());
    tenant = await world.tenant({ handover: { noteAsComment: false } });
    await handOver();
    await happens('agent-joined', await interventionId());
    await world.settled();
    expect(calls()).toBe(0);
    tenant = await world.tenant();
    await handOver();
    const old = new Date(world.engage.now.getTime() - 3_600_000);
    await happens('agent-joined', { ...(await interventionId()), issuedAt: old });
    await world.settled();
    expect(calls()).toBe(0);
  });

  it.each([
    ['the token may not comment', [new FakeRefusal('Engage answered HTTP 403.')], 1, []],
    ['Engage is away for a moment', [new DestinationOutage('down')], 2, [NOTE]],
    ["Engage's rate limit is used up for a moment", [new ShareUsedUp()], 2, [NOTE]],
    ['Engage stays away', [new DestinationOutage('down'), new DestinationOutage('down')], 2, []],
  ])('is never parked and never delays the customer when %s', async (_, failures, tries, left) => {
    await handOver();
    for (const failure of failures) world.engage.failNext('comment', failure);
    await happens('agent-joined', { interventionId: await aCase(), actorId: 'dana' });
    await says('anyone?');
    expect(await comments()).toEqual(left);
    expect(calls()).toBe(tries);
    expect((await texts()).at(-1)).toBe('anyone?');
    expect(await world.rows(tenant, "SELECT 1 FROM deliveries WHERE tenant_id = $1 AND status = 'parked'")).toEqual([]);
  });

  it('is dropped when the handover ended before', async () => {
    await handOver();
    const interventionId = await aCase();
    world.engage.failNext('sendMessage', new DestinationOutage('down'));
    await says('anyone?');
    await happens('agent-joined', { interventionId, actorId: 'dana' });
    await happens('over', { interventionId });
    expect(await comments()).toEqual([]);
    expect(calls()).toBe(0);
  });
});
