import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AcceptAgentMessage, AcceptBotSideMessage, AcceptEngageEvent, FindSession, StartHandover } from '#handover';
import type { JsonObject, SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { HandoverWorld } from '../../../handover/src/testing/handover-world.js';
import { readEngageEvent } from '../../../webhook-ingress/src/application/reading/read-engage-event.js';
import { offloadCommand } from './application/offload-command.js';
import { ReceiveMessages } from './application/receive-messages.js';
import { eventOf, readWebhookCall } from './application/webhook-call.js';
import { fixture } from './testing/chatlayer-fixtures.js';

const SESSION = '1773914402758';

describe('Chatlayer on the real core', () => {
  let world: HandoverWorld;
  let tenant: Tenant;
  let events = 0;

  beforeEach(async () => {
    world = await HandoverWorld.create();
    tenant = await world.tenant({ handover: { forwardOnlyHandover: true } });
  });
  afterEach(() => world.close());

  const callOf = (name: string) => {
    const body = fixture<JsonObject>(name);
    return readWebhookCall(eventOf(body)!, body);
  };
  const offload = (name: string) => world.get(StartHandover).run(tenant, offloadCommand(tenant, callOf(name)));
  const hears = (name: string): Promise<void> =>
    new ReceiveMessages(world.get(FindSession), world.get(AcceptBotSideMessage)).run(tenant, callOf(name));
  const threadId = () => world.threadId(tenant, SESSION);
  const threadForeignId = () => world.threadForeignId(tenant, SESSION);
  const state = () => world.state(tenant, SESSION);
  const engageHas = async () => world.engage.contents(tenant, await threadForeignId()).map(({ text }) => text);

  /** An element of a webhook of Engage, through the ingress' own reading. */
  const happens = async (type: string, more: JsonObject = {}): Promise<void> => {
    const resource = {
      type: type.split('.')[0]!,
      id: `${type.split('.')[0]}-1`,
      metadata: { source_id: tenant.engage.sourceId!, thread_id: await threadId() },
    };
    const element = { id: `event-${++events}`, type, issued_at: world.engage.now.toISOString(), resource, ...more };
    await world.get(AcceptEngageEvent).run(tenant, readEngageEvent(element)!);
    await world.settled();
  };
  const agentSays = async (text: string): Promise<void> => {
    await world.get(AcceptAgentMessage).run(tenant, {
      contentId: text,
      threadForeignId: await threadForeignId(),
      senderName: 'Noor',
      createdAt: new Date('2026-03-19T10:09:27Z'),
      text,
      attachments: [],
      rawBody: Buffer.from(text),
    });
    await world.settled();
  };

  it('sends the agent the whole transcript once, and only the new part of a second one', async () => {
    await hears('messages.mixed-batch');
    await offload('offload.with-payload-live');
    await world.settled();
    const first = await engageHas();
    expect(first.filter((text) => text === 'agent please')).toHaveLength(1);
    await hears('messages.mixed-batch');
    await hears('messages.user-text-while-offloaded');
    await hears('messages.user-text-while-offloaded');
    await agentSays('Noor from Blue Harbor: your invoice is corrected.');
    expect(await engageHas()).toEqual([...first, 'Thanks, are you still there?']);
    await happens('intervention.closed');
    expect(await state()).toBe('bot');
    await offload('offload.second-time-live');
    await world.settled();
    expect(await engageHas()).toEqual([
      ...first,
      'Thanks, are you still there?',
      'Handover\nqueue: billing',
      'I still have a question, agent please',
    ]);
  });

  it('hands over a conversation without messages', async () => {
    await world
      .get(StartHandover)
      .run(tenant, offloadCommand(tenant, { ...callOf('offload.empty-transcript'), sessionId: SESSION as SessionId }));
    await world.settled();
    expect(await engageHas()).toEqual(['[The customer asks for an agent]']);
  });

  const ENDS_BY_TASKS: [string, () => Promise<void>][] = [
    ['task.completed', () => happens('task.completed', { action: 'closed' })],
    [
      'task.destroyed',
      async () => {
        world.engage.openIntervention(tenant, await threadForeignId());
        world.engage.reply(tenant, await threadForeignId());
        world.engage.complete(tenant, await threadForeignId());
        await happens('task.destroyed');
      },
    ],
  ];

  it.each(ENDS_BY_TASKS)('the four task events alone are enough for a handover, up to %s', async (_, end) => {
    await offload('offload.with-payload-live');
    await world.settled();
    await happens('task.created');
    expect(await state()).toBe('queue');
    await happens('task.taken');
    expect(await state()).toBe('active');
    await happens('task.completed', { action: 'deferred' });
    expect(await state()).toBe('active');
    await end();
    await happens('task.completed', { action: 'closed' });
    await happens('task.destroyed');
    expect(await state()).toBe('bot');
    expect(world.bot.story).toEqual(['queue/accepted', 'active/agentJoined', 'completed/completed']);
  });

  it.each(['intervention.closed', 'intervention.canceled'])(
    'the intervention events alone are enough for a handover, up to %s',
    async (end) => {
      await offload('offload.with-payload-live');
      await world.settled();
      await happens('intervention.opened');
      await happens('intervention.assigned');
      expect(await state()).toBe('active');
      await happens('intervention.deferred');
      expect(await state()).toBe('active');
      await happens(end);
      await happens('intervention.closed');
      expect(await state()).toBe('bot');
      expect(world.bot.story).toEqual(['queue/accepted', 'active/agentJoined', 'completed/completed']);
    },
  );
});
