import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryId, SessionId, UserId } from '#kernel';
import { DestinationOutage } from '#delivery';
import { Admin, type Tenant } from '#tenant-config';
import { insertConversation } from '#testing';
import { DataSource } from 'typeorm';
import { OperateDeliveries } from '../../delivery/src/application/operate-deliveries.js';
import { DeliveryArchive } from '../../delivery/src/ports/delivery-archive.js';
import {
  AcceptAgentMessage,
  AcceptBotSideMessage,
  AcceptEngageEvent,
  AcceptPresence,
  AcceptQueueUpdate,
  ConversationStatus,
  EndHandover,
  FireTimers,
  HandoverDisabled,
  IdempotencyKeyReused,
  NoRunningHandover,
  PurgeExpired,
  ReconcileHandovers,
  StartHandover,
  UnknownThread,
} from './index.js';
import { storeFacts } from './testing/stored-facts.js';
import { FakeRefusal } from './testing/fake-contact-centre.js';
import { HandoverWorld } from './testing/handover-world.js';

const s1 = 's1' as SessionId;

describe('a handover', () => {
  let world: HandoverWorld;
  let tenant: Tenant;

  beforeEach(async () => {
    world = await HandoverWorld.create();
    tenant = await world.tenant();
  });
  afterEach(() => world.close());

  const says = (author: 'user' | 'bot', text: string, of = tenant): Promise<{ route: string }> =>
    world.get(AcceptBotSideMessage).run(of, world.message(author, text));
  const handOver = async (overrides = {}, of = tenant): Promise<void> =>
    void (await world.get(StartHandover).run(of, world.start(overrides)));
  const agentSays = async (text: string, contentId = text, of = tenant, senderName = 'Dana'): Promise<string> =>
    world.get(AcceptAgentMessage).run(of, {
      contentId,
      threadForeignId: await world.threadForeignId(of),
      senderName,
      createdAt: undefined,
      text,
      attachments: [],
      rawBody: Buffer.from(text),
    });
  const happens = async (
    ...args: Parameters<HandoverWorld['event']> extends [Tenant, ...infer Rest] ? Rest : never
  ): Promise<string> => world.get(AcceptEngageEvent).run(tenant, await world.event(tenant, ...args));
  const engageHas = async (of = tenant): Promise<string[]> =>
    world.engage.contents(of, await world.threadForeignId(of)).map(({ text }) => text);
  const categories = async (of = tenant): Promise<string[]> =>
    world.engage.thread(of, await world.threadForeignId(of)).categoryIds;

  it('goes to the agents and back, every message in order', async () => {
    await says('user', 'Hello');
    await says('bot', 'Hi, how can I help?');
    await says('user', 'agent!');
    await handOver({ profile: { firstname: 'Ada', plan: 'gold' }, reason: 'asked for an agent' });
    await world.settled();
    expect(await categories()).toEqual([tenant.engage.agentCategoryId]);
    expect(await says('user', 'anyone?')).toMatchObject({ route: 'agent', state: 'queue' });
    await agentSays('Dana here');
    expect(await says('bot', 'I am quiet')).toMatchObject({ route: 'agent', state: 'active' });
    await says('user', 'finally');
    await agentSays('solved');
    await world.settled();
    await happens({ type: 'over' });
    expect(await says('user', 'thanks')).toMatchObject({ route: 'bot', state: 'bot' });
    await world.settled();
    expect(world.bot.story).toEqual([
      'queue/accepted',
      'active/agentJoined',
      'agent: Dana here',
      'agent: solved',
      'completed/completed',
    ]);
    expect(world.bot.received.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(await engageHas()).toEqual([
      'Hello',
      'Hi, how can I help?',
      'agent!',
      'Handover\nReason: asked for an agent',
      'anyone?',
      'finally',
      'thanks',
    ]);
    expect(await categories()).toEqual([tenant.engage.botCategoryId]);
    expect(
      world.engage.thread(tenant, await world.threadForeignId(tenant)).messages.find(({ text }) => text === 'thanks')
        ?.author.fields,
    ).toMatchObject({ firstname: 'Ada', screenname: 'Ada' });
  });

  it('names the agent who has the conversation now, and none between a transfer and the new agent’s first message', async () => {
    const agentName = async (): Promise<string | null | undefined> =>
      (await world.get(ConversationStatus).run(tenant, s1)).handover?.agentName;
    await says('user', 'agent!');
    await handOver();
    await world.settled();
    await agentSays('Dana here');
    expect(await agentName()).toBe('Dana');
    await happens({ type: 'agent-transferred' });
    expect(await agentName()).toBeNull();
    await agentSays('Eli here', 'c2', tenant, 'Eli');
    expect(await agentName()).toBe('Eli');
    await agentSays('Fay here, without a transfer', 'c3', tenant, 'Fay');
    expect(await agentName()).toBe('Fay');
  });

  it('sends only handed-over conversations if the tenant wants that, and only new turns the second time', async () => {
    tenant = { ...tenant, handover: { ...tenant.handover, forwardOnlyHandover: true } };
    world.configure(tenant);
    await says('user', 'Hello');
    await says('bot', 'Hi');
    expect(world.engage.calls).toEqual([]);
    await handOver({ summary: 'wants help' });
    await world.settled();
    await agentSays('Dana here');
    await happens({ type: 'over' });
    await says('user', 'one more thing');
    await handOver();
    await world.settled();
    expect(await engageHas()).toEqual(['Handover\nSummary: wants help', 'Hello', 'Hi', 'one more thing']);
  });

  it('uses a transcript if nothing of the session is stored, and skips what was sent before', async () => {
    tenant = { ...tenant, handover: { ...tenant.handover, forwardOnlyHandover: true } };
    world.configure(tenant);
    const turn = (author: 'user' | 'bot', text: string): object => ({ author, text, attachments: [] });
    await handOver({ transcript: [turn('user', 'a'), turn('bot', 'b')] });
    await world.settled();
    await happens({ type: 'over' });
    await handOver({ transcript: [turn('user', 'a'), turn('bot', 'b'), turn('user', 'c')] });
    await world.settled();
    expect(await engageHas()).toEqual(['a', 'b', 'c']);
  });

  it("works as the session's very first call", async () => {
    await handOver({ categoryIds: ['billing'] });
    await world.settled();
    expect(await engageHas()).toEqual(['[The customer asks for an agent]']);
    expect(await categories()).toEqual([tenant.engage.agentCategoryId, 'billing']);
    await world
      .get(EndHandover)
      .run(tenant, { sessionId: s1, how: 'close', request: { key: undefined, body: Buffer.alloc(0) } });
    await world.settled();
    expect(await categories()).toEqual([tenant.engage.botCategoryId]);
    expect(world.bot.story.at(-1)).toBe('completed/completed');
  });

  it('starts once, however often it is requested', async () => {
    const starts = await Promise.all([1, 2, 3, 4].map(() => world.get(StartHandover).run(tenant, world.start())));
    expect(new Set(starts.map(({ handoverId }) => handoverId)).size).toBe(1);
    expect(starts.filter(({ created }) => created)).toHaveLength(1);
  });

  it('gives a repeated call the stored answer, also after the end, and refuses another body', async () => {
    const message = world.message('user', 'Hello');
    const first = await world.get(AcceptBotSideMessage).run(tenant, message);
    await handOver();
    expect(await world.get(AcceptBotSideMessage).run(tenant, message)).toEqual(first);
    await expect(
      world
        .get(AcceptBotSideMessage)
        .run(tenant, { ...message, request: { ...message.request, body: Buffer.from('x') } }),
    ).rejects.toThrow(IdempotencyKeyReused);
    await world.settled();
    expect(await engageHas()).toEqual(['Hello']);
  });

  it('refuses new handovers while paused, and continues the running one', async () => {
    await handOver();
    tenant = { ...tenant, handover: { ...tenant.handover, enabled: false } };
    world.configure(tenant);
    expect(await world.get(StartHandover).run(tenant, world.start())).toMatchObject({ created: false });
    await expect(world.get(StartHandover).run(tenant, world.start({ sessionId: 's2' as SessionId }))).rejects.toThrow(
      HandoverDisabled,
    );
  });

  it('continues with a customer who logs in, as the new user from the next message on', async () => {
    await says('user', 'Hello');
    await handOver({ profile: { firstname: 'Ada' } });
    await world.settled();
    const loggedIn = { ...world.message('user', 'It is me'), userId: 'u2' as UserId };
    expect(await world.get(AcceptBotSideMessage).run(tenant, loggedIn)).toMatchObject({ route: 'agent' });
    await world.settled();
    const { messages } = world.engage.thread(tenant, await world.threadForeignId(tenant));
    const [before, after] = [messages[0], messages.at(-1)];
    expect(after?.text).toBe('It is me');
    expect(after?.author.id).not.toBe(before?.author.id);
    expect(
      await world.rows(tenant, "SELECT detail FROM timeline WHERE tenant_id = $1 AND detail ? 'before'"),
    ).toMatchObject([{ detail: { before: 'u1', userId: 'u2' } }]);
  });

  it('delivers an agent message once, in any state, and refuses an unknown thread', async () => {
    await says('user', 'Hello');
    await world.settled();
    const [first, again] = [await agentSays('Hi', 'c1'), await agentSays('Hi', 'c1')];
    expect(again).toBe(first);
    await world.settled();
    expect(world.bot.story).toEqual(['agent: Hi']);
    expect(await world.state(tenant)).toBe('bot');
    await expect(
      world.get(AcceptAgentMessage).run(tenant, {
        contentId: 'c2',
        threadForeignId: 'nobody' as never,
        senderName: null,
        createdAt: undefined,
        text: 'x',
        attachments: [],
        rawBody: Buffer.alloc(0),
      }),
    ).rejects.toThrow(UnknownThread);
  });

  it('delivers an agent message without a content id once, too', async () => {
    await says('user', 'Hello');
    await world.settled();
    const threadForeignId = await world.threadForeignId(tenant);
    const message = { contentId: undefined, threadForeignId, senderName: null, createdAt: undefined, attachments: [] };
    const agentWrites = (text: string, repeatKey?: string): Promise<string> =>
      world
        .get(AcceptAgentMessage)
        .run(tenant, { ...message, text, rawBody: Buffer.from(text), ...(repeatKey && { repeatKey }) });
    const first = await agentWrites('Hi', 'key-1');
    expect(await agentWrites('Hi', 'key-1')).toBe(first);
    expect(await agentWrites('Hi', 'key-2')).not.toBe(first);
    await world.settled();
    expect(world.bot.story).toEqual(['agent: Hi', 'agent: Hi']);
  });

  it('ignores a closing event of an earlier handover', async () => {
    await handOver();
    await world.settled();
    const late = await world.event(tenant, { type: 'over' });
    await happens({ type: 'over' });
    world.engage.now = new Date(world.engage.now.getTime() + 60_000);
    await handOver();
    await world.settled();
    await world.get(AcceptEngageEvent).run(tenant, late);
    expect(await world.state(tenant)).toBe('queue');
  });

  it('keeps an event that arrives before the start has reached Engage, and applies it later', async () => {
    world.engage.holdImports();
    await handOver();
    await world.settled(async () => world.engage.calls.some(({ method }) => method === 'findThread'));
    const threadId = await world.threadId(tenant);
    await world
      .get(AcceptEngageEvent)
      .run(tenant, await world.event(tenant, { type: 'imported', foreignId: (await firstMessage()) as never }));
    expect(
      await happens({ type: 'agent-joined' }, { threadId, issuedAt: new Date(world.engage.now.getTime() + 1) }),
    ).toBe('unresolved');
    world.engage.finishImports();
    await world.settled();
    expect(await world.state(tenant)).toBe('active');
  });

  const firstMessage = async (): Promise<string> =>
    (
      await world.rows<{ foreign_id: string }>(tenant, 'SELECT foreign_id FROM messages WHERE tenant_id = $1 LIMIT 1')
    )[0]!.foreign_id;

  it('applies every event once', async () => {
    await handOver();
    await world.settled();
    const over = await world.event(tenant, { type: 'over' });
    expect(await world.get(AcceptEngageEvent).run(tenant, over)).toBe('applied');
    expect(await world.get(AcceptEngageEvent).run(tenant, over)).toBe('repeated');
    await world.settled();
    expect(world.bot.story.filter((line) => line.startsWith('completed'))).toHaveLength(1);
  });

  it('applies a repeated event that is stored and could not be applied then', async () => {
    await handOver();
    await world.settled();
    const joined = await world.event(tenant, { type: 'agent-joined' });
    const { raw: body, ...event } = joined;
    await storeFacts(world.database, tenant.id, {
      events: [{ event: { source: 'webhook', body, ...event }, hash: '', answer: null, status: 'unresolved' }],
    });
    expect(await world.get(AcceptEngageEvent).run(tenant, joined)).toBe('repeated');
    expect(await world.state(tenant)).toBe('active');
  });

  it('ignores events of other sources', async () => {
    await handOver();
    await world.settled();
    expect(await happens({ type: 'over' }, { sourceId: 'someone-elses' })).toBe('foreign');
    expect(await world.state(tenant)).toBe('queue');
  });

  it('asks Engage what a destroyed task means', async () => {
    await handOver();
    await world.settled();
    world.engage.openIntervention(tenant, await world.threadForeignId(tenant));
    await happens({ type: 'maybe-over' });
    await world.settled();
    expect(await world.state(tenant)).toBe('queue');
    world.engage.reply(tenant, await world.threadForeignId(tenant));
    world.engage.complete(tenant, await world.threadForeignId(tenant));
    await happens({ type: 'maybe-over' });
    await world.settled();
    expect(await world.state(tenant)).toBe('bot');
  });

  it('ends by reconciliation when the closing event is lost', async () => {
    await handOver();
    await world.settled();
    await agentSays('Dana here');
    world.engage.now = new Date(world.engage.now.getTime() + 60_000);
    const thread = await world.threadForeignId(tenant);
    world.engage.openIntervention(tenant, thread);
    world.engage.reply(tenant, thread);
    world.engage.complete(tenant, thread);
    await world.rows(
      tenant,
      "UPDATE handovers SET started_at = started_at - interval '2 minutes' WHERE tenant_id = $1",
    );
    await world.get(ReconcileHandovers).run(new AbortController().signal);
    await world.settled();
    expect(world.bot.story.at(-1)).toBe('completed/completed');
    expect(await categories()).toEqual([tenant.engage.botCategoryId]);
  });

  it('cancels, and ends the case of the agents', async () => {
    await handOver();
    await world.settled();
    world.engage.openIntervention(tenant, await world.threadForeignId(tenant));
    const end = { sessionId: s1, how: 'cancel' as const, request: { key: 'once', body: Buffer.alloc(0) } };
    await world.get(EndHandover).run(tenant, end);
    await world.get(EndHandover).run(tenant, end);
    await expect(
      world.get(EndHandover).run(tenant, { ...end, request: { key: 'twice', body: Buffer.alloc(0) } }),
    ).rejects.toThrow(NoRunningHandover);
    await world.settled();
    expect(world.bot.story).toEqual(['queue/accepted', 'cancelled/cancelled']);
    expect(
      world.engage.thread(tenant, await world.threadForeignId(tenant)).interventions.filter(({ closed }) => !closed),
    ).toEqual([]);
  });

  it('frees the bot when Engage refuses the start', async () => {
    world.engage.failNext('replaceCategories', new FakeRefusal('The token may not categorise.'));
    await handOver();
    await world.settled();
    expect(await world.state(tenant)).toBe('bot');
    expect(world.bot.received).toMatchObject([
      { data: { status: 'error', error: { reason: 'error', message: 'The token may not categorise.' } } },
    ]);
  });

  it('repeats the start after a crash between call and answer, and still knows what it added', async () => {
    world.engage.failNext('replaceCategories', new DestinationOutage('answer lost'), { when: 'after' });
    await handOver({ categoryIds: ['billing'] });
    await world.settled();
    await happens({ type: 'over' });
    await world.settled();
    expect(await categories()).toEqual([tenant.engage.botCategoryId]);
  });

  it('sends nothing of a handover that was cancelled before it reached Engage, and all of it with the next', async () => {
    tenant = { ...tenant, handover: { ...tenant.handover, forwardOnlyHandover: true } };
    world.configure({ ...tenant, enabled: false });
    await says('user', 'Hello');
    await handOver();
    await world
      .get(EndHandover)
      .run(tenant, { sessionId: s1, how: 'cancel', request: { key: undefined, body: Buffer.alloc(0) } });
    world.configure(tenant);
    await world.settled();
    expect(world.engage.calls).toEqual([]);
    await handOver();
    await world.settled();
    expect(await engageHas()).toEqual(['Hello']);
  });

  it('sends the position in the queue and the wait in milliseconds, when they change and not too often', async () => {
    await handOver();
    await world.settled();
    const threadForeignId = await world.threadForeignId(tenant);
    const update = (position: number, estimatedWaitSeconds: number): Promise<void> =>
      world.get(AcceptQueueUpdate).run(tenant, { threadForeignId, position, estimatedWaitSeconds });
    await update(3, 120);
    await update(3, 120);
    await update(2, 60);
    await world.settled();
    expect(
      world.bot.received.filter(({ data }) => 'event' in data && data.event === 'queueUpdate').map(({ data }) => data),
    ).toMatchObject([{ position: 3, estimatedWaitTime: 120_000 }]);
    await world.rows(
      tenant,
      "UPDATE handovers SET queue_update_sent_at = now() - interval '6 seconds' WHERE tenant_id = $1",
    );
    await update(2, 60); // Engage says it again
    await world.settled();
    expect(world.bot.received.at(-1)?.data).toMatchObject({ position: 2, estimatedWaitTime: 60_000 });
  });

  it('notifies the agent that the customer left, only during a handover and only if configured', async () => {
    const leave = (key: string): Promise<void> =>
      world
        .get(AcceptPresence)
        .run(tenant, { sessionId: s1, type: 'user_disconnected', request: { key, body: Buffer.alloc(0) } });
    await says('user', 'Hello');
    await leave('1');
    await handOver();
    await leave('2');
    tenant = { ...tenant, handover: { ...tenant.handover, userDisconnectsMessage: false } };
    await leave('3');
    await world.settled();
    expect(await engageHas()).toEqual(['Hello', 'User left the conversation']);
  });

  it('2025.23: uses the text of the tenant, or of the handover', async () => {
    const comesOrLeaves = (type: 'user_connected' | 'user_disconnected', key: string): Promise<void> =>
      world.get(AcceptPresence).run(tenant, { sessionId: s1, type, request: { key, body: Buffer.alloc(0) } });
    await says('user', 'Hello');
    await handOver({ options: { userConnectsText: 'El cliente ha vuelto' } });
    const texts = { userConnectsText: 'Kunde ist da', userDisconnectsText: 'Kunde ist weg' };
    tenant = { ...tenant, handover: { ...tenant.handover, ...texts } };
    await comesOrLeaves('user_disconnected', '1');
    await comesOrLeaves('user_connected', '2');
    await world.settled();
    expect(await engageHas()).toEqual(['Hello', 'Kunde ist weg', 'El cliente ha vuelto']);
  });

  it('keeps two tenants with the same ids apart', async () => {
    const other = await world.tenant({ slug: 'other' });
    await handOver();
    await handOver({}, other);
    await world.settled();
    await happens({ type: 'over' });
    expect(await world.state(tenant)).toBe('bot');
    expect(await world.state(other)).toBe('queue');
  });

  it('rejoins when an agent reopens, never when the customer does', async () => {
    tenant = { ...tenant, handover: { ...tenant.handover, onReopen: 'rejoin' } };
    world.configure(tenant);
    await handOver();
    await world.settled();
    await happens({ type: 'over' });
    await happens({ type: 'reopened' });
    expect(await world.state(tenant)).toBe('bot');
    await happens({ type: 'reopened' }, { actorId: 'agent-1' });
    await world.settled();
    expect(await world.state(tenant)).toBe('active');
    expect(await categories()).toEqual([tenant.engage.agentCategoryId]);
  });

  it('reports a silent customer, counts up, restarts with the next message, and closes at the end', async () => {
    tenant = { ...tenant, handover: { ...tenant.handover, inactivityMinutes: 5, inactivityCloseAfter: 2 } };
    world.configure(tenant);
    const fiveMinutesLater = async (): Promise<void> => {
      await world.rows(
        tenant,
        "UPDATE handovers SET inactivity_due_at = now() - interval '1 second' WHERE tenant_id = $1 AND ended_at IS NULL",
      );
      await world.get(FireTimers).run(new AbortController().signal);
    };
    await handOver();
    await world.settled();
    await agentSays('Dana here');
    await fiveMinutesLater();
    await says('user', 'still here');
    await fiveMinutesLater();
    await fiveMinutesLater();
    await fiveMinutesLater();
    await world.settled();
    const counts = world.bot.received.flatMap(({ data }) => ('inactivityCount' in data ? [data.inactivityCount] : []));
    expect(counts).toEqual([1, 1, 2]);
    expect(world.bot.story.at(-1)).toBe('completed/completed');
  });

  it('ends when no agent joins in time, and not when one has joined', async () => {
    tenant = { ...tenant, handover: { ...tenant.handover, noPickupMinutes: 3 } };
    world.configure(tenant);
    const threeMinutesLater = async (): Promise<void> => {
      await world.rows(
        tenant,
        "UPDATE handovers SET no_pickup_due_at = now() - interval '1 second' WHERE tenant_id = $1 AND ended_at IS NULL",
      );
      await world.get(FireTimers).run(new AbortController().signal);
      await world.settled();
    };
    await handOver();
    await world.settled();
    await threeMinutesLater();
    expect(world.bot.received.at(-1)?.data).toMatchObject({ status: 'error', error: { reason: 'unavailable' } });
    await handOver();
    await agentSays('Dana here');
    await threeMinutesLater();
    expect(await world.state(tenant)).toBe('active');
  });

  it('deletes what the tenant no longer wants to keep, and nothing that is still needed', async () => {
    const count = async (table: string): Promise<number> =>
      Number(
        (await world.rows<{ n: string }>(tenant, `SELECT count(*) AS n FROM ${table} WHERE tenant_id = $1`))[0]!.n,
      );
    const monthsLater = async (): Promise<void> => {
      await world.rows(
        tenant,
        "UPDATE messages SET received_at = received_at - interval '31 days' WHERE tenant_id = $1",
      );
      await world.rows(
        tenant,
        "UPDATE conversations SET updated_at = updated_at - interval '31 days' WHERE tenant_id = $1",
      );
      await world.rows(
        tenant,
        "UPDATE identities SET updated_at = updated_at - interval '31 days' WHERE tenant_id = $1",
      );
      await world.get(PurgeExpired).run(new AbortController().signal);
    };
    await says('user', 'Hello');
    await handOver();
    await world.settled();
    await monthsLater();
    expect(await count('messages')).toBe(1);
    await happens({ type: 'over' });
    await world.settled();
    await monthsLater();
    expect([await count('messages'), await count('conversations'), await count('identities')]).toEqual([0, 0, 0]);
  });

  it('keeps an old conversation in which someone writes while it is purged', async () => {
    await world.database.inTenant(tenant.id, () =>
      insertConversation(world.database, tenant.id, {
        session_id: 's1',
        user_id: 'u1',
        created_at: '2020-01-01',
        updated_at: '2020-01-01',
      }),
    );
    const writer = world.get(DataSource).createQueryRunner();
    await writer.startTransaction();
    await writer.query('UPDATE conversations SET updated_at = now() WHERE tenant_id = $1', [tenant.id]);
    const purged = world.get(PurgeExpired).run(new AbortController().signal);
    await world.settled(() => world.someoneWaitsForALock());
    await writer.commitTransaction();
    await writer.release();
    await purged;
    expect(await world.state(tenant)).toBe('bot');
  });

  describe('while its start waits', () => {
    const admin = new Admin('Ops', 'operator', null, { requestId: 'r1', keyId: null, address: null });
    const idOfStart = async (): Promise<DeliveryId> =>
      (
        await world.rows<{ id: DeliveryId }>(
          tenant,
          "SELECT id FROM deliveries WHERE tenant_id = $1 AND kind = 'engage.start'",
        )
      )[0]!.id;

    beforeEach(async () => {
      world.configure({ ...tenant, enabled: false });
      await handOver();
    });

    it('ends when an administrator discards the start', async () => {
      await world.get(OperateDeliveries).discard(admin, await idOfStart());
      expect(await world.state(tenant)).toBe('bot');
      const received =
        "SELECT payload -> 'data' ->> 'status' AS status FROM deliveries WHERE tenant_id = $1 AND kind = 'bot.event'";
      expect(await world.rows(tenant, received)).toEqual([{ status: 'error' }]);
    });

    it('lets an administrator and a worker take their locks in one order', async () => {
      const id = await idOfStart();
      const worker = world.get(DataSource).createQueryRunner();
      await worker.startTransaction();
      await worker.query("SELECT 1 FROM lanes WHERE tenant_id = $1 AND direction = 'engage' FOR NO KEY UPDATE", [
        tenant.id,
      ]);
      const discarded = world.database.inTenant(tenant.id, () =>
        world.get(DeliveryArchive).discard(tenant.id, id, { by: 'Ops' }),
      );
      await world.settled(() => world.someoneWaitsForALock());
      await worker.query('UPDATE deliveries SET attempts = 1 WHERE id = $1', [id]);
      await worker.commitTransaction();
      await worker.release();
      expect(await discarded).toBe(true);
    });
  });

  it.each([
    ['of four bytes', 0x1f300, 512],
    ['that JSON escapes', 1, 31],
    ['of quotes and similar ones', 0x20, 90],
  ])('accepts the longest ids, of characters %s', async (_, first, range) => {
    let seed = 7;
    const id = (): string =>
      Array.from({ length: 256 }, () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return String.fromCodePoint(first + (seed % range));
      }).join('');
    const message = { ...world.message('user', 'Hello', id()), userId: id() as UserId, messageId: id() };
    const call = { ...message, request: { key: message.messageId, body: Buffer.from('x') } };
    const accept = world.get(AcceptBotSideMessage);
    expect(await accept.run(tenant, call)).toEqual(await accept.run(tenant, call));
  });
});
