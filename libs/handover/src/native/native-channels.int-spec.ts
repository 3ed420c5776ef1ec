import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DestinationOutage } from '#delivery';
import type { EngageThreadId, SessionId, UserId } from '#kernel';
import type { Tenant } from '#tenant-config';
import {
  AcceptBotSideMessage,
  AcceptEngageEvent,
  AcceptPresence,
  CustomerSpeaksInEngage,
  EndHandover,
  type EngageContent,
  type EngageEvent,
  type EngageFact,
  ReconcileHandovers,
  StartHandover,
} from '../index.js';
import { FakeBusy, FakeRefusal, OWN_USER } from '../testing/fake-contact-centre.js';
import { HandoverWorld } from '../testing/handover-world.js';

const WHATSAPP = '65a1c0de0000000000000011';
const MARA = 'mara';

describe('a conversation on a source that Engage serves', () => {
  let world: HandoverWorld;
  let tenant: Tenant;
  let thread: EngageThreadId | undefined;
  /** The customer's latest content. */
  let asked: string;

  beforeEach(async () => {
    world = await HandoverWorld.create();
    tenant = await world.tenant({ engage: { nativeSourceIds: [WHATSAPP] } });
    thread = undefined;
  });
  afterEach(() => world.close());

  const threadId = (): EngageThreadId => thread ?? ('none' as EngageThreadId);
  const happens = async (fact: EngageFact, overrides: Partial<EngageEvent> = {}): Promise<string> => {
    const event = await world.event(tenant, fact, { sourceId: WHATSAPP, threadId: threadId(), ...overrides });
    return world.get(AcceptEngageEvent).run(tenant, event);
  };
  const content = (id: string, text: string, customerId: string, overrides = {}): EngageContent => ({
    id,
    text,
    customerId,
    private: false,
    hasAttachment: false,
    ...overrides,
  });
  const customerSays = async (text: string, customerId = 'ada', overrides = {}): Promise<EngageFact> => {
    const { contentId, threadId: id } = world.engage.customerWrites(tenant, customerId, thread);
    thread = id;
    asked = contentId;
    const written = content(contentId, text, customerId, overrides);
    const fact: EngageFact = { type: 'imported', foreignId: undefined, written };
    expect(await happens(fact)).toBe('applied');
    return fact;
  };
  const agentSays = (text: string, customerId = 'ada', overrides: Partial<EngageEvent> = {}): Promise<string> =>
    happens({ type: 'agent-wrote', written: content(`by-agent: ${text}`, text, customerId) }, overrides);
  const sessionOf = (customerId: string): SessionId => `${threadId()}:${customerId}` as SessionId;
  const botSays = (text: string, customerId = 'ada') =>
    world.get(AcceptBotSideMessage).run(tenant, {
      ...world.message('bot', text, sessionOf(customerId)),
      userId: customerId as UserId,
    });
  const handOver = async (overrides = {}, customerId = 'ada'): Promise<void> =>
    void (await world
      .get(StartHandover)
      .run(tenant, world.start({ sessionId: sessionOf(customerId), userId: customerId as UserId, ...overrides })));
  const state = (customerId = 'ada'): Promise<string> => world.state(tenant, sessionOf(customerId));
  const replies = (): string[] => world.engage.replies(tenant, threadId()).map(({ text }) => text);
  const categories = (): string[] => world.engage.threadById(tenant, threadId()).categoryIds;
  const calls = (method: string): number => world.engage.calls.filter((call) => call.method === method).length;
  /** The agent who takes over and closes does so after the handover has begun, on Engage's clock. */
  const inTheThread = { interventionId: 'case', actorId: MARA };

  it('is answered by the bot, goes to an agent and comes back', async () => {
    await customerSays('Hello');
    await world.settled();
    expect(world.bot.received[0]).toMatchObject({
      type: 'user.message',
      sessionId: sessionOf('ada'),
      userId: 'ada',
      sequence: 1,
      data: { text: 'Hello', sourceId: WHATSAPP, private: false, hasAttachment: false },
    });
    await botSays('Hi, how can I help?');
    await world.settled();
    expect(world.engage.replies(tenant, threadId())).toEqual([
      { inReplyTo: asked, text: 'Hi, how can I help?', private: false },
    ]);
    await customerSays('agent!');
    await handOver({ reason: 'asked for an agent', summary: 'Needs help' });
    await world.settled();
    expect(categories()).toEqual([tenant.engage.agentCategoryId]);
    expect(world.engage.comments(tenant, threadId())).toEqual([
      'Handover\nReason: asked for an agent\nSummary: Needs help',
    ]);
    await customerSays('anyone?');
    expect(await botSays('I am quiet')).toMatchObject({ route: 'agent', state: 'queue' });
    await agentSays('Mara here');
    await agentSays('Mara here');
    await happens({ type: 'over' }, inTheThread);
    await world.settled();
    expect(await state()).toBe('bot');
    expect(categories()).toEqual([tenant.engage.botCategoryId]);
    await customerSays('thanks');
    await botSays('Welcome back');
    await world.settled();
    expect(world.bot.story).toEqual([
      ...['user: Hello', 'user: agent!', 'queue/accepted', 'active/agentJoined'],
      ...['completed/completed', 'user: thanks'],
    ]);
    expect(replies()).toEqual(['Hi, how can I help?', 'Welcome back']);
  });

  it('sends nothing by the Send API, and needs none of its settings', async () => {
    const { sourceId: _source, realtimeEndpointUrl: _url, realtimeAccessToken: _token, ...engage } = tenant.engage;
    const bare = { sourceId: undefined, realtimeEndpointUrl: undefined, realtimeAccessToken: undefined };
    world.configure({ ...tenant, engage: { ...engage, ...bare } });
    await customerSays('Hello');
    await botSays('Hi');
    await world.settled();
    await handOver({ profile: { firstname: 'Ada' }, transcript: [{ author: 'user', text: 'Hello', attachments: [] }] });
    await world.settled();
    expect(calls('sendMessage') + calls('saveIdentity')).toBe(0);
    expect(replies()).toEqual(['Hi']);
  });

  it('accepts each content once, however often Engage sends it', async () => {
    const fact = await customerSays('Hello');
    expect(await happens(fact)).toBe('applied');
    await world.settled();
    expect(world.bot.story).toEqual(['user: Hello']);
  });

  it('treats only customers as customers', async () => {
    await customerSays('Hello');
    await happens({ type: 'imported', foreignId: undefined });
    await happens(
      { type: 'agent-wrote', written: content('x', 'other thread', 'nobody') },
      { threadId: 'other' as EngageThreadId },
    );
    await world.settled();
    expect(world.bot.story).toEqual(['user: Hello']);
    expect(await state()).toBe('bot');
  });

  it('answers privately what was asked privately', async () => {
    await customerSays('psst', 'ada', { private: true });
    await botSays('yes?');
    await world.settled();
    expect(world.engage.replies(tenant, threadId())).toMatchObject([{ text: 'yes?', private: true }]);
  });

  it('sends the bot what a customer chose, and whether there is a file', async () => {
    await customerSays('', 'ada', { hasAttachment: true, structuredReply: { payload: 'blue' } });
    await world.settled();
    expect(world.bot.received[0]?.data).toMatchObject({ hasAttachment: true, payload: 'blue' });
  });

  it('refuses the customer’s messages from the bot side, and does not show its presence', async () => {
    await customerSays('Hello');
    const message = { ...world.message('user', 'me too', sessionOf('ada')), userId: 'ada' as UserId };
    await expect(world.get(AcceptBotSideMessage).run(tenant, message)).rejects.toBeInstanceOf(CustomerSpeaksInEngage);
    await handOver();
    const request = { key: undefined, body: Buffer.alloc(0) };
    await world.get(AcceptPresence).run(tenant, { sessionId: sessionOf('ada'), type: 'user_connected', request });
    await world.settled();
    expect(calls('sendMessage')).toBe(0);
  });

  const waitsToAnswer = async (text: string): Promise<void> => {
    await customerSays('Hello');
    world.engage.failNext('replyToCustomer', new DestinationOutage('down'));
    await botSays(text);
    await world.settled(() => calls('replyToCustomer') === 1);
  };

  it('sends what the bot said before the handover while the customer waits', async () => {
    await waitsToAnswer('One moment');
    await handOver();
    await world.settled();
    expect(replies()).toEqual(['One moment']);
    expect(await state()).toBe('queue');
    expect(categories()).toEqual([tenant.engage.agentCategoryId]);
  });

  it('hands over without the bot’s last message if Engage does not accept it', async () => {
    await waitsToAnswer('One moment');
    await handOver();
    for (let more = 0; more < 5; more++) world.engage.failNext('replyToCustomer', new FakeBusy('Not now.'));
    await world.settled();
    expect(replies()).toEqual([]);
    expect(categories()).toEqual([tenant.engage.agentCategoryId]);
    expect(calls('replyToCustomer')).toBe(3);
  });

  it('does not send a late answer of the bot once an agent has written', async () => {
    await waitsToAnswer('too late');
    await agentSays('Mara here');
    await world.settled();
    expect(replies()).toEqual([]);
    expect(await state()).toBe('active');
  });

  it('checks whether an answer is already there before it sends it again', async () => {
    await customerSays('Hello');
    await botSays('Hi');
    await world.settled();
    world.engage.failNext('replyToCustomer', new DestinationOutage('no answer'), { when: 'after' });
    await botSays('Hi');
    await world.settled();
    expect(replies()).toEqual(['Hi', 'Hi']);
    world.engage.failNext('replyToCustomer', new DestinationOutage('no answer'));
    await botSays('Hi');
    await world.settled();
    expect(replies()).toEqual(['Hi', 'Hi', 'Hi']);
    expect(calls('findReplies')).toBe(2);
  });

  it('opens one intervention, and only if there is none', async () => {
    await customerSays('Hello');
    await botSays('one');
    await botSays('two');
    await world.settled();
    expect(calls('openOwnIntervention')).toBe(1);
    expect(replies()).toEqual(['one', 'two']);
  });

  it('treats nothing that this service did in Engage as an action of an agent', async () => {
    await customerSays('Hello');
    await botSays('Hi');
    await world.settled();
    await handOver();
    await world.settled();
    await happens({ type: 'agent-joined' }, { interventionId: 'ours', actorId: OWN_USER });
    await happens({ type: 'over' }, { interventionId: 'ours', actorId: OWN_USER });
    expect(await state()).toBe('queue');
  });

  it('recognises the intervention that it opened, even if the answer was lost', async () => {
    await customerSays('Hello');
    world.engage.failNext('openOwnIntervention', new DestinationOutage('no answer'), { when: 'after' });
    await botSays('Hi');
    await world.settled();
    expect(replies()).toEqual(['Hi']);
    await handOver();
    await world.settled();
    const [own] = world.engage.threadById(tenant, threadId()).interventions;
    await happens({ type: 'agent-joined' }, { interventionId: own!.id, actorId: OWN_USER });
    expect(await state()).toBe('queue');
  });

  it('keeps events that may be about the intervention that it is opening, until that is known', async () => {
    const isOpening = async (): Promise<void> => {
      thread = undefined;
      await customerSays('Hello');
      world.engage.failNext('openOwnIntervention', new DestinationOutage('no answer'), { times: 2 });
      await botSays('Hi');
      await world.settled(() => calls('openOwnIntervention') === opened + 1);
    };
    let opened = 0;
    await isOpening();
    expect(await happens({ type: 'agent-joined' }, { interventionId: 'ours', actorId: OWN_USER })).toBe('unresolved');
    await world.settled();
    expect(await state()).toBe('bot');
    opened = calls('openOwnIntervention');
    await isOpening();
    expect(await happens({ type: 'reopened' }, inTheThread)).toBe('unresolved');
    await world.settled();
    expect(await state()).toBe('bot');
    expect(replies()).toEqual(['Hi']);
  });

  it('ends its own intervention where agents work from folders, and leaves it where tasks are routed', async () => {
    for (const taskMode of [true, false]) {
      thread = undefined;
      world.engage.taskMode = taskMode;
      await customerSays('Hello');
      await botSays('Hi');
      await world.settled();
      await handOver();
      await world.settled();
      expect(world.engage.threadById(tenant, threadId()).interventions).toMatchObject([{ closed: !taskMode }]);
      await world.get(ReconcileHandovers).run(new AbortController().signal);
      expect(await state()).toBe('queue');
    }
  });

  it('treats an agent who takes over our intervention as joined, and reports only later transfers', async () => {
    await customerSays('Hello');
    await botSays('Hi');
    await world.settled();
    await handOver();
    await world.settled();
    const [own] = world.engage.threadById(tenant, threadId()).interventions;
    const ours = { interventionId: own!.id, actorId: MARA };
    await happens({ type: 'agent-transferred' }, ours);
    expect(await state()).toBe('active');
    await happens({ type: 'agent-transferred' }, ours);
    await happens({ type: 'over' }, ours);
    await world.settled();
    expect(world.bot.story.slice(1)).toEqual([
      ...['queue/accepted', 'active/agentJoined', 'active/agentTransferred', 'completed/completed'],
    ]);
  });

  it('treats an agent who reopens the intervention of a waiting customer as joined', async () => {
    await customerSays('Hello');
    await handOver();
    await world.settled();
    await happens({ type: 'reopened' });
    expect(await state()).toBe('queue');
    await happens({ type: 'reopened' }, inTheThread);
    expect(await state()).toBe('active');
  });

  it('leaves the note at the case of the agent if the bot never had one, and only once if it had', async () => {
    await customerSays('agent!');
    await handOver({ reason: 'asked for an agent' });
    await world.settled();
    const { id } = await world.engage.openOwnIntervention(tenant, asked, new AbortController().signal);
    const comments = (): readonly string[] => world.engage.comments(tenant, threadId());
    expect(comments()).toEqual([]);
    for (let twice = 0; twice < 2; twice++)
      await happens({ type: 'agent-joined' }, { interventionId: id, actorId: MARA });
    await world.settled();
    expect(comments()).toEqual(['Handover\nReason: asked for an agent']);

    await happens({ type: 'over' }, { interventionId: id, actorId: MARA });
    await customerSays('Hello again');
    await botSays('Hi');
    await world.settled();
    await handOver({ reason: 'asked again' });
    await world.settled();
    await happens({ type: 'agent-transferred' }, { interventionId: id, actorId: MARA });
    await happens({ type: 'agent-joined' }, { interventionId: id, actorId: MARA });
    await world.settled();
    expect(comments()).toEqual(['Handover\nReason: asked for an agent', 'Handover\nReason: asked again']);
  });

  it('pauses the bot when an agent answers without a request, but not for a late goodbye', async () => {
    world.engage.now = new Date();
    await customerSays('Hello');
    await agentSays('I take this', 'ada', { interventionId: 'case' });
    await world.settled();
    expect(await state()).toBe('active');
    expect(categories()).toEqual([tenant.engage.agentCategoryId]);
    world.engage.now = new Date(world.engage.now.getTime() + 3_600_000);
    await happens({ type: 'over' }, inTheThread);
    await agentSays('bye', 'ada', { issuedAt: new Date() });
    await world.settled();
    expect(await state()).toBe('bot');
    expect(world.bot.story).toEqual([...['user: Hello', 'active/agentJoined', 'completed/completed']]);
  });

  it.each([
    ['is refused', () => world.engage.failNext('replaceCategories', new FakeRefusal('No rights.'))],
    ['finds no thread', () => void world.engage.threads.splice(0)],
  ])('pauses the bot for an agent who writes after a return that %s', async (_, breakReturn) => {
    await customerSays('agent!');
    await handOver();
    await world.settled();
    world.engage.now = new Date();
    breakReturn();
    const request = { key: 'end', body: Buffer.from('end') };
    await world.get(EndHandover).run(tenant, { sessionId: sessionOf('ada'), how: 'cancel', request });
    await world.settled();
    await agentSays('bye');
    expect(await state()).toBe('bot');
    world.engage.now = new Date(world.engage.now.getTime() + 3_600_000);
    await agentSays('I take this', 'ada', { issuedAt: world.engage.now });
    expect(await state()).toBe('active');
  });

  it('reports a source where it may not reply, once, until it may', async () => {
    await customerSays('Hello');
    world.engage.forbidReplies(tenant);
    await botSays('one');
    await botSays('two');
    await world.settled();
    const faults = (): Promise<{ source_id: string; message: string }[]> =>
      world.rows(tenant, 'SELECT source_id, message FROM source_faults WHERE tenant_id = $1');
    expect(await faults()).toEqual([
      {
        source_id: WHATSAPP,
        message: expect.stringContaining(`"reply" on the source "Source ${WHATSAPP}" (${WHATSAPP})`) as string,
      },
    ]);
    const parked = await world.rows(tenant, "SELECT 1 FROM deliveries WHERE tenant_id = $1 AND status = 'parked'");
    expect(parked).toHaveLength(2);
    world.engage.allowReplies(tenant);
    await botSays('three');
    await world.settled();
    expect(await faults()).toEqual([]);
    expect(replies()).toEqual(['three']);
  });

  it('keeps the customers of one thread apart', async () => {
    await customerSays('I am Ada');
    await customerSays('I am Bob', 'bob');
    await botSays('Hi Bob', 'bob');
    await handOver({ categoryIds: ['vip'] });
    await handOver({}, 'bob');
    await world.settled();
    await happens({ type: 'agent-joined' }, { ...inTheThread, identityId: 'bob' });
    expect([await state('ada'), await state('bob')]).toEqual(['queue', 'active']);
    const request = { key: undefined, body: Buffer.alloc(0) };
    await world.get(EndHandover).run(tenant, { sessionId: sessionOf('ada'), how: 'cancel', request });
    await world.settled();
    expect(categories()).toEqual([tenant.engage.agentCategoryId]);
    await happens({ type: 'over' }, { ...inTheThread, identityId: 'bob' });
    await world.settled();
    expect(categories()).toEqual([tenant.engage.botCategoryId]);
    expect(new Set(world.bot.received.map(({ sessionId }) => sessionId))).toEqual(
      new Set([sessionOf('ada'), sessionOf('bob')]),
    );
  });
});
