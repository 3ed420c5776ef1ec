import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DestinationOutage } from '#delivery';
import { type ForeignId, newId, type SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import {
  AcceptAgentMessage,
  AcceptAgentTyping,
  AcceptBotSideMessage,
  AcceptEngageEvent,
  AcceptReadReceipt,
  AcceptTyping,
  StartHandover,
  UnknownConversation,
  UnknownMessage,
} from '../index.js';
import { FakeBusy } from '../testing/fake-contact-centre.js';
import { HandoverWorld } from '../testing/handover-world.js';

const s1 = 's1' as SessionId;
const request = { key: undefined, body: Buffer.alloc(0) };

describe('typing and read receipts', () => {
  let world: HandoverWorld;
  let tenant: Tenant;

  beforeEach(async () => {
    world = await HandoverWorld.create();
    tenant = await world.tenant();
  });
  afterEach(() => world.close());

  const customer = (type: 'typing_started' | 'typing_stopped', preview?: string): Promise<void> =>
    world.get(AcceptTyping).run(tenant, { sessionId: s1, type, preview, request });
  const agent = async (typing: boolean): Promise<void> =>
    world
      .get(AcceptAgentTyping)
      .run(tenant, { threadForeignId: await world.threadForeignId(tenant), answeredId: undefined, typing });
  const reads = (messageId: ForeignId): Promise<void> =>
    world.get(AcceptReadReceipt).run(tenant, { sessionId: s1, messageId, request });
  const says = (text: string): Promise<unknown> =>
    world.get(AcceptBotSideMessage).run(tenant, world.message('user', text));
  const handOver = async (): Promise<void> => {
    await world.get(StartHandover).run(tenant, world.start());
    await world.settled();
  };
  const agentSays = async (text: string): Promise<ForeignId> => {
    const threadForeignId = await world.threadForeignId(tenant);
    const message = { contentId: newId(), threadForeignId, senderName: 'Dana', createdAt: undefined, text };
    return world.get(AcceptAgentMessage).run(tenant, { ...message, attachments: [], rawBody: Buffer.from(text) });
  };
  const isOver = async (): Promise<unknown> =>
    world.get(AcceptEngageEvent).run(tenant, await world.event(tenant, { type: 'over' }));
  const shown = async (): Promise<string | undefined> =>
    world.engage.typing(tenant, await world.threadForeignId(tenant));
  const calls = (...methods: string[]): string[] =>
    world.engage.calls.map(({ method }) => method).filter((method) => methods.includes(method));
  const deliveries = (kind: string): Promise<{ status: string; code: string | null; message: string | null }[]> =>
    world.rows(
      tenant,
      "SELECT status, last_error->>'code' AS code, last_error->>'message' AS message FROM deliveries WHERE tenant_id = $1 AND kind = $2 ORDER BY seq",
      [kind],
    );
  /** Lets six seconds pass for these rows. */
  const ages = (table: 'conversations' | 'deliveries', column: string): Promise<unknown> =>
    world.rows(tenant, `UPDATE ${table} SET ${column} = ${column} - interval '6 s' WHERE tenant_id = $1`);

  it('shows the agents that the customer types, not what', async () => {
    await says('agent!');
    await handOver();
    await customer('typing_started', 'my secret');
    await world.settled();
    expect(await shown()).toBe('…');
    await customer('typing_stopped');
    await world.settled();
    expect(await shown()).toBeUndefined();
    expect(
      JSON.stringify(await world.rows(tenant, 'SELECT payload FROM deliveries WHERE tenant_id = $1')),
    ).not.toContain('my secret');
  });

  it('shows what is typed if the tenant wants that', async () => {
    tenant = { ...tenant, handover: { ...tenant.handover, typingPreview: true } };
    world.configure(tenant);
    await says('agent!');
    await handOver();
    await customer('typing_started', 'It was ');
    await world.settled();
    expect(await shown()).toBe('It was ');
  });

  it('notifies Engage once in two seconds, and again after the typing has ended', async () => {
    await says('agent!');
    await handOver();
    for (let words = 0; words < 5; words++) await customer('typing_started');
    await world.settled();
    expect(calls('startTyping')).toHaveLength(1);
    await customer('typing_stopped');
    await customer('typing_stopped');
    await customer('typing_started');
    await world.settled();
    await ages('conversations', 'typing_sent_at');
    await customer('typing_started');
    await world.settled();
    expect(calls('startTyping', 'stopTyping')).toEqual(['startTyping', 'stopTyping', 'startTyping', 'startTyping']);
  });

  it('ignores typing while the bot answers, and rejects unknown sessions', async () => {
    await expect(customer('typing_started')).rejects.toThrow(UnknownConversation);
    await says('Hello');
    await customer('typing_started');
    await agent(true);
    await handOver();
    await customer('typing_started');
    await isOver();
    await customer('typing_stopped');
    await world.settled();
    expect(await deliveries('bot.typing')).toEqual([]);
    expect(calls('stopTyping')).toEqual([]);
    expect((await deliveries('engage.typing')).length).toBe(1);
  });

  it('discards typing when it is old or something newer follows, and never delays a message', async () => {
    await says('agent!');
    await handOver();
    world.engage.failNext('sendMessage', new FakeBusy('for a moment', { retryAfterMs: 1_000 }));
    await says('one');
    await customer('typing_started');
    await customer('typing_stopped');
    await customer('typing_started');
    await ages('deliveries', 'created_at');
    await world.settled();
    expect(await deliveries('engage.typing')).toMatchObject([
      { status: 'superseded', message: 'It is older than 5 s.' },
      { status: 'delivered' },
      { status: 'superseded', message: 'It is older than 5 s.' },
    ]);
    world.engage.failNext('sendMessage', new FakeBusy('for a moment', { retryAfterMs: 1_000 }));
    await says('two');
    await customer('typing_stopped');
    await customer('typing_started');
    await says('three');
    await world.settled();
    expect((await deliveries('engage.typing')).at(-1)).toMatchObject({
      status: 'superseded',
      message: 'A newer item follows.',
    });
  });

  it('never retries and never parks typing, whatever Engage answers', async () => {
    await says('agent!');
    await handOver();
    for (const failure of [new FakeBusy('slow down'), new DestinationOutage('away'), new Error('odd')]) {
      world.engage.failNext('startTyping', failure);
      await customer('typing_started');
      await world.settled();
      await customer('typing_stopped');
      await world.settled();
    }
    await says('still here');
    await world.settled();
    expect(calls('startTyping')).toHaveLength(3);
    expect(new Set((await deliveries('engage.typing')).map(({ status }) => status))).toEqual(
      new Set(['superseded', 'delivered']),
    );
    expect(world.engage.contents(tenant, await world.threadForeignId(tenant)).at(-1)?.text).toBe('still here');
  });

  it('notifies the bot that an agent types', async () => {
    await says('agent!');
    await handOver();
    await agent(true);
    await world.settled();
    const [{ foreign_id: answeredId } = { foreign_id: '' as ForeignId }] = await world.rows<{ foreign_id: ForeignId }>(
      tenant,
      "SELECT foreign_id FROM messages WHERE tenant_id = $1 AND author = 'user'",
    );
    await world.get(AcceptAgentTyping).run(tenant, { threadForeignId: undefined, answeredId, typing: false });
    await world.get(AcceptAgentTyping).run(tenant, { threadForeignId: newId(), answeredId: undefined, typing: true });
    await world.settled();
    expect(world.bot.story).toEqual(['queue/accepted', 'agent types', 'agent stops typing']);
  });

  it('does not send typing to the bot again if it fails, nor late', async () => {
    await says('agent!');
    await handOver();
    world.bot.failures.push(new FakeBusy('for a moment', { retryAfterMs: 1_000 }));
    await agentSays('one');
    await agent(true);
    await ages('deliveries', 'created_at');
    await world.settled();
    world.bot.failures.push(new FakeBusy('no'));
    await agent(true);
    await world.settled();
    expect(world.bot.story).toEqual(['queue/accepted', 'active/agentJoined', 'agent: one']);
    expect(await deliveries('bot.typing')).toMatchObject([
      { status: 'superseded', code: 'delivery.superseded' },
      { status: 'superseded', code: 'engage.busy' },
    ]);
  });

  it("marks the agent's message as read, also after the end", async () => {
    await says('agent!');
    await handOver();
    const [first, second] = [await agentSays('Hello'), await agentSays('Goodbye')];
    for (const id of [first, second]) world.engage.exported(tenant, id);
    await reads(first);
    await world.settled();
    expect([first, second].map((id) => world.engage.isRead(tenant, id))).toEqual([true, false]);
    await isOver();
    await reads(second);
    await world.settled();
    expect(world.engage.isRead(tenant, second)).toBe(true);
  });

  it('accepts only messages that an agent wrote in the session', async () => {
    await expect(reads(newId())).rejects.toThrow(UnknownConversation);
    await says('agent!');
    await handOver();
    const [{ foreign_id: own } = { foreign_id: '' as ForeignId }] = await world.rows<{ foreign_id: ForeignId }>(
      tenant,
      "SELECT foreign_id FROM messages WHERE tenant_id = $1 AND author = 'user'",
    );
    const ofAgent = await agentSays('Hello');
    await world.get(AcceptBotSideMessage).run(tenant, world.message('user', 'Hi', 's2'));
    await expect(reads(own)).rejects.toThrow(UnknownMessage);
    await expect(reads('unknown' as ForeignId)).rejects.toThrow(UnknownMessage);
    const elsewhere = { sessionId: 's2' as SessionId, messageId: ofAgent, request };
    await expect(world.get(AcceptReadReceipt).run(tenant, elsewhere)).rejects.toThrow(UnknownMessage);
  });

  it('discards a receipt that Engage refuses', async () => {
    await says('agent!');
    await handOver();
    await reads(await agentSays('Hello'));
    await world.settled();
    expect(await deliveries('engage.read')).toMatchObject([{ status: 'superseded', code: 'engage.refused' }]);
  });
});
