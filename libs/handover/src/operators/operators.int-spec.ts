import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperateDeliveries, type RetryOrder } from '../../../delivery/src/application/operate-deliveries.js';
import { ReadOutages } from '../../../delivery/src/application/read-outages.js';
import type { ConversationId, DeliveryId } from '#kernel';
import { Admin, type Tenant } from '#tenant-config';
import { AcceptAgentMessage, AcceptBotSideMessage, HandoverDisabled, HandoverOver, StartHandover } from '../index.js';
import { FakeRefusal } from '../testing/fake-contact-centre.js';
import { HandoverWorld } from '../testing/handover-world.js';
import { ConversationQueries, type ListedView } from './conversation-queries.js';
import { StartHandoverByOperator } from './start-handover-by-operator.js';

const admin = new Admin('Ops', 'operator', null, { requestId: 'r1', keyId: null, address: null });
const stranger = new Admin('Else', 'operator', ['elsewhere'], { requestId: 'r2', keyId: null, address: null });

describe('what operators see and do', () => {
  let world: HandoverWorld;
  let tenant: Tenant;

  beforeEach(async () => {
    world = await HandoverWorld.create();
    tenant = await world.tenant();
  });
  afterEach(() => world.close());

  const says = (text: string, session = 's1'): Promise<unknown> =>
    world.get(AcceptBotSideMessage).run(tenant, world.message('user', text, session));
  const handOver = async (): Promise<void> => void (await world.get(StartHandover).run(tenant, world.start()));
  const list = async (query: object = {}, by = admin): Promise<ListedView[]> =>
    (await world.get(ConversationQueries).list(by, { limit: 50, ...query })).items;
  const conversationId = async (session = 's1'): Promise<ConversationId> =>
    (await list({ q: session }))[0]!.id as ConversationId;
  const deliveriesOf = async (kind: string): Promise<{ id: DeliveryId; status: string }[]> =>
    world.rows(tenant, 'SELECT id, status FROM deliveries WHERE tenant_id = $1 AND kind = $2 ORDER BY seq', [kind]);
  const entries = (kind: string): Promise<{ detail: object }[]> =>
    world.rows(tenant, 'SELECT detail FROM timeline WHERE tenant_id = $1 AND kind = $2 ORDER BY position', [kind]);
  const agentSays = async (text: string): Promise<string> =>
    world.get(AcceptAgentMessage).run(tenant, {
      contentId: text,
      threadForeignId: await world.threadForeignId(tenant),
      senderName: 'Dana',
      text,
      createdAt: undefined,
      attachments: [],
      rawBody: Buffer.from(text),
    });

  /** A start that Engage refuses: the handover ends, and its start is parked. */
  async function refusedStart(): Promise<DeliveryId> {
    await says('agent!');
    world.engage.failNext('replaceCategories', new FakeRefusal('The token may not categorise.'));
    await handOver();
    await world.settled();
    const [start] = await deliveriesOf('engage.start');
    expect(start?.status).toBe('parked');
    return start!.id;
  }

  it('refuses to retry the start of a handover that is over, and says what to do', async () => {
    const id = await refusedStart();
    const retried = world.get(OperateDeliveries).retry(admin, id);
    await expect(retried).rejects.toThrow(HandoverOver);
    await expect(retried).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringMatching(/over \(error, failure\).*POST \/admin\/conversations\/\{id\}\/handover/),
    });
    expect((await deliveriesOf('engage.start'))[0]?.status).toBe('parked');
  });

  it('starts a handover manually, which gives the conversation to the agents', async () => {
    await refusedStart();
    const id = await conversationId();
    const start = world.get(StartHandoverByOperator);
    await expect(start.run(stranger, id)).rejects.toMatchObject({ kind: 'not-found' });
    const started = await start.run(admin, id, 'The token is replaced.');
    expect(started).toMatchObject({ conversationId: id, status: 'queue', created: true });
    expect(await start.run(admin, id)).toMatchObject({ handoverId: started.handoverId, created: false });
    await world.settled();
    expect(await world.state(tenant)).toBe('queue');
    expect(world.bot.story).toEqual(['error/error', 'queue/accepted']);
    expect((await deliveriesOf('engage.start')).map(({ status }) => status)).toEqual(['parked', 'delivered']);
    expect((await entries('operator'))[0]?.detail).toEqual({
      action: 'handover',
      by: 'Ops',
      reason: 'The token is replaced.',
    });
    const notes = await world.rows<{ note: string }>(
      tenant,
      'SELECT note FROM handovers WHERE tenant_id = $1 AND ended_at IS NULL',
    );
    expect(notes[0]?.note).toContain('The token is replaced.');
  });

  it('starts none manually while handovers are paused', async () => {
    await says('hello');
    const { handover } = tenant;
    world.configure({ ...tenant, handover: { ...handover, enabled: false } });
    await expect(world.get(StartHandoverByOperator).run(admin, await conversationId())).rejects.toThrow(
      HandoverDisabled,
    );
    expect(await entries('operator')).toEqual([]);
  });

  it('lists conversations in trouble, with their last error, until they are repaired', async () => {
    await says('hello', 'fine');
    const start = await refusedStart();
    const [troubled, ...others] = await list({ inTrouble: true });
    expect(others).toEqual([]);
    expect(troubled).toMatchObject({
      sessionId: 's1',
      trouble: { types: ['parked'], parked: 1, lastError: { kind: 'engage.start', code: expect.any(String) } },
    });
    expect(troubled?.trouble?.lastError?.message).toBe('The token may not categorise.');
    expect(await list({ inTrouble: true }, stranger)).toEqual([]);
    expect((await list()).map(({ trouble }) => trouble?.types)).toEqual([['parked'], undefined]);
    await world.get(OperateDeliveries).discard(admin, start, 'Not needed');
    expect(await list({ inTrouble: true })).toEqual([]);
    expect((await entries('delivery')).at(-1)?.detail).toMatchObject({
      result: 'discarded',
      by: 'Ops',
      reason: 'Not needed',
    });
  });

  it('lists customers who wait for an agent and deliveries that are overdue', async () => {
    await says('agent!');
    await handOver();
    await world.settled();
    const backdated = async (sql: string): Promise<void> => void (await world.rows(tenant, sql));
    await backdated("UPDATE handovers SET started_at = now() - interval '14 min' WHERE tenant_id = $1");
    expect(await list({ inTrouble: true })).toEqual([]);
    await backdated("UPDATE handovers SET started_at = now() - interval '16 min' WHERE tenant_id = $1");
    expect((await list({ inTrouble: true }))[0]?.trouble).toMatchObject({ types: ['waiting'], lastError: null });
    world.configure({ ...tenant, enabled: false });
    await says('still there?');
    await world.settled(async () => (await world.get(ReadOutages).page(admin, { limit: 1 })).items.length === 1);
    await backdated("UPDATE deliveries SET created_at = now() - interval '16 min' WHERE tenant_id = $1");
    expect((await list({ inTrouble: true }))[0]?.trouble?.types).toEqual(['overdue', 'waiting']);
    const { items, nextCursor } = await world.get(ReadOutages).page(admin, { limit: 50 });
    expect(items).toMatchObject([{ tenantId: tenant.id, waitsFor: 'tenant enabled', lanes: 1 }]);
    expect(nextCursor).toBeNull();
    expect((await world.get(ReadOutages).page(stranger, { limit: 50 })).items).toEqual([]);
  });

  it('finds a conversation by its id, its thread and its messages', async () => {
    await says('hello');
    await says('hello', 's2');
    await handOver();
    await world.settled();
    const foreignId = await agentSays('Dana here');
    const id = await conversationId();
    for (const q of [id, await world.threadId(tenant), foreignId])
      expect((await list({ q })).map(({ sessionId }) => sessionId)).toEqual(['s1']);
    expect(await list({ q: foreignId, inTrouble: true })).toEqual([]);
    expect(await list({ q: foreignId.slice(1) })).toEqual([]);
  });

  it('retries what is parked of one conversation, kind or error', async () => {
    await says('hello');
    await handOver();
    await world.settled();
    await agentSays('zero');
    await world.settled();
    world.bot.failures.push(new FakeRefusal('no'), new FakeRefusal('no'));
    for (const text of ['one', 'two']) await agentSays(text);
    await world.settled();
    const retry = (order: RetryOrder): Promise<number> => world.get(OperateDeliveries).retryAll(admin, order);
    expect(await retry({ kind: 'engage.start' })).toBe(0);
    expect(await retry({ code: 'other' })).toBe(0);
    expect(await retry({ conversationId: tenant.id as string as ConversationId })).toBe(0);
    expect(await retry({ kind: 'bot.event', conversationId: await conversationId(), reason: 'Fixed' })).toBe(2);
    await world.settled();
    expect(world.bot.story.slice(-2)).toEqual(['agent: one', 'agent: two']);
    const replayed = (await entries('delivery')).filter(({ detail }) => 'by' in detail);
    expect(replayed).toHaveLength(2);
    expect(replayed[0]?.detail).toMatchObject({ result: 'replayed', by: 'Ops', reason: 'Fixed' });
  });
});
