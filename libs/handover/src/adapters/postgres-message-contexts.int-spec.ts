import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConversationId, type HandoverId, type MessageId, newId, type UserId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { AcceptBotSideMessage } from '../messages/accept-bot-side-message.js';
import { MessageContexts, type MessageReference } from '../ports/message-contexts.js';
import { StartHandover } from '../start/start-handover.js';
import { HandoverWorld } from '../testing/handover-world.js';

describe('PostgresMessageContexts', () => {
  let world: HandoverWorld;
  let contexts: MessageContexts;
  beforeEach(async () => {
    world = await HandoverWorld.create();
    contexts = world.get(MessageContexts);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await world.close();
  });

  async function said(tenant: Tenant, text: string, session: string): Promise<MessageReference> {
    await world.get(AcceptBotSideMessage).run(tenant, world.message('user', text, session));
    await world.settled();
    const [message] = await world.rows<{ id: MessageId; conversation: ConversationId }>(
      tenant,
      'SELECT id, conversation_id AS conversation FROM messages WHERE tenant_id = $1 AND text = $2',
      [text],
    );
    return { tenantId: tenant.id, conversationId: message!.conversation, messageId: message!.id };
  }

  it('reads what is requested close together with one statement', async () => {
    const tenant = await world.tenant();
    const references = [await said(tenant, 'one', 's1'), await said(tenant, 'two', 's2')];
    const sent = vi.spyOn(pg.Client.prototype, 'query');
    const found = await Promise.all(references.map((reference) => contexts.read(reference)));
    const reads = sent.mock.calls.filter(([query]) => (query as { name?: string }).name === 'messages.contexts');
    expect(reads).toHaveLength(1);
    expect(found.map(({ entry }) => entry?.text)).toEqual(['one', 'two']);
    expect(found[0]).toMatchObject({
      conversation: { id: references[0]!.conversationId, userId: 'u1' },
      entry: { author: 'user', attachments: [], receivedAt: expect.any(Date) as Date },
      handover: undefined,
      customer: { userFields: { screenname: expect.any(String) as string }, createdAt: expect.any(Date) as Date },
    });
  });

  it('finds the handover, and the customer who wrote the message', async () => {
    const tenant = await world.tenant();
    const reference = await said(tenant, 'one', 's1');
    const { handoverId } = await world.get(StartHandover).run(tenant, world.start());
    const known = await contexts.read({ ...reference, handoverId });
    expect(known.handover?.endedAt).toBeUndefined();
    expect(known.handover?.step).toEqual(expect.any(String));
    const of = { ...reference, userId: 'no one yet' as UserId, handoverId: newId<HandoverId>() };
    expect(await contexts.read(of)).toMatchObject({ customer: undefined, handover: undefined });
  });

  it('never shows one tenant the rows of another, and rejects only unknown references', async () => {
    const [mine, others] = [await world.tenant(), await world.tenant()];
    const reference = await said(mine, 'one', 's1');
    const foreign = await said(others, 'two', 's1');
    const [known, mixed, unknown] = await Promise.allSettled([
      contexts.read(reference),
      contexts.read({ ...reference, messageId: foreign.messageId }),
      contexts.read({ ...reference, tenantId: others.id }),
    ]);
    expect(known).toMatchObject({ value: { entry: { text: 'one' } } });
    expect(mixed).toMatchObject({ status: 'fulfilled', value: { entry: undefined } });
    expect(unknown).toMatchObject({ status: 'rejected', reason: { code: 'conversation.unknown' } });
  });
});
