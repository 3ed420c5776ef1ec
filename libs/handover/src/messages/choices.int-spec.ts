import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EngageThreadId, newId, type SessionId, type UserId } from '#kernel';
import type { RichContent } from '#rich-content';
import type { Tenant } from '#tenant-config';
import {
  AcceptAgentMessage,
  AcceptBotSideMessage,
  AcceptEngageEvent,
  type BotEvent,
  type EngageContent,
  type EngageMessage,
  StartHandover,
} from '../index.js';
import { HandoverWorld } from '../testing/handover-world.js';

const COLOURS: RichContent = {
  type: 'quick_replies',
  items: [{ title: 'Red', payload: 'colour-r' }, { title: 'Blue', payload: 'färbe blau' }, { title: 'None' }],
};
const SIZES: RichContent = {
  type: 'buttons',
  items: [
    { type: 'url', title: 'All sizes', url: 'https://shop.example/sizes' },
    { type: 'reply', title: 'Small', payload: 'größe klein' },
    { type: 'reply', title: 'Red', payload: 'size-red' },
  ],
};

describe('what a customer chooses', () => {
  let world: HandoverWorld;
  let tenant: Tenant;

  beforeAll(async () => {
    world = await HandoverWorld.create();
  });
  afterAll(() => world.close());

  describe('from what agents offer', () => {
    beforeEach(async () => {
      tenant = await world.tenant();
      await says('Hello');
      await world.get(StartHandover).run(tenant, world.start());
      await world.settled();
    });

    const says = (text: string, payload?: string) =>
      world
        .get(AcceptBotSideMessage)
        .run(tenant, { ...world.message('user', text), ...(payload !== undefined && { reply: { payload } }) });
    const agentOffers = async (content: RichContent): Promise<string> =>
      world.get(AcceptAgentMessage).run(tenant, {
        contentId: newId(),
        threadForeignId: await world.threadForeignId(tenant),
        senderName: 'Dana',
        createdAt: undefined,
        text: 'Which one?',
        attachments: [],
        content,
        rawBody: Buffer.alloc(0),
      });
    const heard = async (): Promise<EngageMessage[]> => {
      await world.settled();
      return world.engage.thread(tenant, await world.threadForeignId(tenant)).messages;
    };

    it('is sent with the payload and the message that offered it', async () => {
      const offer = await agentOffers(COLOURS);
      await says('red');
      expect((await heard()).at(-1)).toMatchObject({ text: 'red', reply: { payload: 'colour-r', inReplyTo: offer } });
    });

    it.each([
      ['as the text', 'colour-r', undefined],
      ['alone', '', 'colour-r'],
      ['with the same text', 'colour-r', 'colour-r'],
    ])('shows its title if the payload comes %s', async (_, text, payload) => {
      const offer = await agentOffers(COLOURS);
      await says(text, payload);
      expect((await heard()).at(-1)).toMatchObject({ text: 'Red', reply: { payload: 'colour-r', inReplyTo: offer } });
    });

    it('keeps the customer’s text next to the payload', async () => {
      await agentOffers(COLOURS);
      await says('the red one, please', 'colour-r');
      expect((await heard()).at(-1)).toMatchObject({ text: 'the red one, please', reply: { payload: 'colour-r' } });
    });

    it('finds an earlier offer by its payload, and a text in the last one only', async () => {
      const earlier = await agentOffers(COLOURS);
      const last = await agentOffers(SIZES);
      await says('Red');
      await says('Blue');
      await says('Blue', 'färbe blau');
      expect((await heard()).slice(-3)).toEqual([
        expect.objectContaining({ reply: { payload: 'size-red', inReplyTo: last } }),
        expect.not.objectContaining({ reply: expect.anything() }),
        expect.objectContaining({ reply: { payload: 'färbe blau', inReplyTo: earlier } }),
      ]);
    });

    it('treats a number as a choice only as the first answer', async () => {
      const offer = await agentOffers(COLOURS);
      await says('2.');
      await says('2');
      expect((await heard()).slice(-2)).toEqual([
        expect.objectContaining({ text: '2.', reply: { payload: 'färbe blau', inReplyTo: offer } }),
        expect.not.objectContaining({ reply: expect.anything() }),
      ]);
    });

    it('is looked for after the end of the handover, but not in messages to the bot', async () => {
      const offer = await agentOffers(COLOURS);
      await world.get(AcceptEngageEvent).run(tenant, await world.event(tenant, { type: 'over' }));
      await says('colour-r');
      await says('colour-r');
      expect((await heard()).slice(-2)).toEqual([
        expect.objectContaining({ text: 'Red', reply: { payload: 'colour-r', inReplyTo: offer } }),
        expect.not.objectContaining({ reply: expect.anything() }),
      ]);
    });

    it('sends nothing for a payload alone that no one offered, and keeps one that comes with a text', async () => {
      await agentOffers(COLOURS);
      await says('', 'unknown');
      await says('Hm', 'unknown');
      const messages = await heard();
      expect(messages).toHaveLength(2);
      expect(messages.at(-1)).toMatchObject({ text: 'Hm', reply: { payload: 'unknown' } });
    });
  });

  describe('from what the bot offers where Engage owns the channel', () => {
    const WHATSAPP = '65a1c0de0000000000000011';
    let thread: EngageThreadId | undefined;

    beforeEach(async () => {
      tenant = await world.tenant({ engage: { nativeSourceIds: [WHATSAPP] } });
      thread = undefined;
      await customerSays('Hello');
    });

    const session = (): SessionId => `${String(thread)}:ada` as SessionId;
    const customerSays = async (text: string, more: Partial<EngageContent> = {}): Promise<void> => {
      const { contentId: id, threadId } = world.engage.customerWrites(tenant, 'ada', thread);
      thread = threadId;
      const written = { id, text, customerId: 'ada', private: false, hasAttachment: false, ...more };
      const fact = { type: 'imported', foreignId: undefined, written } as const;
      await world.get(AcceptEngageEvent).run(tenant, await world.event(tenant, fact, { sourceId: WHATSAPP, threadId }));
    };
    /** @returns Engage's id of the content */
    const botOffers = async (content: RichContent): Promise<string> => {
      const message = { ...world.message('bot', 'Which one?', session()), userId: 'ada' as UserId, content };
      await world.get(AcceptBotSideMessage).run(tenant, message);
      await world.settled();
      return world.engage.threadById(tenant, thread!).answered.at(-1)!.id;
    };
    const received = async (): Promise<unknown[]> => {
      await world.settled();
      const isMine = (event: BotEvent): boolean => event.sessionId === session();
      return world.bot.received.filter(isMine).flatMap((event) => (event.type === 'user.message' ? [event.data] : []));
    };
    const lastPayload = async (): Promise<unknown> => ((await received()).at(-1) as { payload?: unknown }).payload;

    it.each([
      ['a payload', { structuredReply: { payload: 'colour-r' } }, 'colour-r'],
      ['a payload as plain text', { structuredReply: 'colour-r' }, 'colour-r'],
      ['a placeholder for a payload', { structuredReply: { payload: 'choice:2' } }, 'färbe blau'],
      ['a placeholder for a title', { structuredReply: { payload: 'choice:3' } }, 'None'],
      ['a title', { text: ' blue ' }, 'färbe blau'],
      ['a number', { text: '2' }, 'färbe blau'],
      ['something that no one offered', { structuredReply: { payload: 'else' } }, 'else'],
      ['plain text', { text: 'no idea' }, undefined],
    ])('comes as the payload of the bot: %s', async (_, written, payload) => {
      await botOffers(COLOURS);
      await customerSays('', written);
      expect(await lastPayload()).toBe(payload);
    });

    it('belongs to the message that Engage names, else to the last one', async () => {
      const earlier = await botOffers(COLOURS);
      await botOffers(SIZES);
      await customerSays('', { structuredReply: { payload: 'choice:1' } });
      expect(await lastPayload()).toBe('größe klein');
      await customerSays('', { structuredReply: { payload: 'choice:1' }, inReplyTo: earlier });
      expect(await lastPayload()).toBe('colour-r');
      await customerSays('Red', { inReplyTo: earlier });
      expect(await lastPayload()).toBe('colour-r');
      await customerSays('2');
      expect(await lastPayload()).toBeUndefined();
    });

    it('keeps conversations apart', async () => {
      await botOffers(COLOURS);
      thread = undefined;
      await customerSays('Red', { structuredReply: { payload: 'choice:2' } });
      expect(await lastPayload()).toBe('choice:2');
    });
  });
});
