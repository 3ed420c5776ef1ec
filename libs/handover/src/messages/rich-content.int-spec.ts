import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DestinationOutage } from '#delivery';
import { FileRefused } from '#files';
import { type EngageThreadId, newId, type SessionId, type UserId } from '#kernel';
import type { RichContent } from '#rich-content';
import { Admin, type Tenant } from '#tenant-config';
import { SAMPLES } from '../../../files/src/testing/sample-bytes.js';
import { ConversationQueries } from '../operators/conversation-queries.js';
import {
  AcceptAgentMessage,
  AcceptBotSideMessage,
  AcceptEngageEvent,
  type Attachment,
  type BotSideMessage,
  type EngageContent,
  type EngageMessage,
  PurgeExpired,
  StartHandover,
  type TranscriptTurn,
} from '../index.js';
import { FakeRefusal } from '../testing/fake-contact-centre.js';
import { HandoverWorld } from '../testing/handover-world.js';

const MENU: RichContent = { type: 'select', items: [{ title: 'Red', payload: 'r' }, { title: 'Blue' }] };
const OF_ENGAGE = { url: 'https://acme.api.engagement.dimelo.com/attachments/4f', filename: 'offer.pdf' };
const PUBLIC = { url: 'https://files.example/cat.png', filename: 'cat.png' };

let world: HandoverWorld;
let tenant: Tenant;

beforeAll(async () => {
  world = await HandoverWorld.create();
});
afterAll(() => world.close());

const journalled = (): Promise<{ text: string; attachments: Attachment[] }[]> =>
  world.rows(tenant, 'SELECT text, attachments FROM messages WHERE tenant_id = $1 ORDER BY position');

describe('files and offers between a bot and agents', () => {
  beforeEach(async () => {
    tenant = await world.tenant();
  });

  const accept = (message: Partial<BotSideMessage>) =>
    world.get(AcceptBotSideMessage).run(tenant, { ...world.message('user', 'Look'), ...message });
  const agentSends = async (attachments: Attachment[], content?: RichContent): Promise<string> =>
    world.get(AcceptAgentMessage).run(tenant, {
      contentId: newId(),
      threadForeignId: await world.threadForeignId(tenant),
      senderName: 'Dana',
      createdAt: undefined,
      text: 'Here',
      attachments,
      ...(content && { content }),
      rawBody: Buffer.alloc(0),
    });
  const engageHas = async (): Promise<EngageMessage[]> =>
    world.engage.thread(tenant, await world.threadForeignId(tenant)).messages;

  it('keep bytes that come with a message, and refer to them', async () => {
    await accept({ attachments: [{ content: SAMPLES.png, filename: 'cat' }, PUBLIC] });
    await world.settled();
    const [message] = await engageHas();
    expect(message?.attachments).toEqual([
      { url: expect.stringMatching(/^handover-file:/) as string, type: 'image', filename: 'cat.png' },
      PUBLIC,
    ]);
    expect((await journalled())[0]?.attachments).toEqual(message?.attachments);
  });

  it('refuse bytes that Engage would not accept, with the whole message', async () => {
    const files = [{ content: SAMPLES.exe, filename: 'cat.png' }];
    await expect(accept({ attachments: files })).rejects.toThrow(FileRefused);
    expect(await journalled()).toEqual([]);
  });

  it('send the bot addresses that anyone can read, and keep the original ones', async () => {
    await accept({});
    await agentSends([OF_ENGAGE, PUBLIC], MENU);
    await world.settled();
    expect(world.bot.received.at(-1)).toMatchObject({
      type: 'agent.message',
      data: {
        attachments: [
          { url: expect.stringMatching(/^https:\/\/handover\.example\/files\//) as string, filename: 'offer.pdf' },
          PUBLIC,
        ],
        content: MENU,
      },
    });
    expect((await journalled()).at(-1)?.attachments).toEqual([OF_ENGAGE, PUBLIC]);
  });

  it('are shown to administrators in brief, and without addresses that need a token', async () => {
    await accept({ attachments: [{ content: SAMPLES.png, filename: 'cat.png' }] });
    await agentSends([OF_ENGAGE], MENU);
    await accept({ text: 'red' });
    const { conversationId } = await accept({ text: 'thanks' });
    const { timeline } = await world
      .get(ConversationQueries)
      .at(new Admin('Ops', 'viewer', null, { requestId: 'r1', keyId: null, address: null }), conversationId);
    const messages = timeline.flatMap(({ message }) => message ?? []);
    const ours = expect.stringMatching(/^https:\/\/handover\.example\/files\//) as string;
    expect(messages).toMatchObject([
      { text: 'Look', attachments: [{ url: ours, filename: 'cat.png' }], content: null, reply: null },
      { text: 'Here', attachments: [{ url: ours }], content: { type: 'select', choices: ['Red', 'Blue'] } },
      { text: 'red', reply: { payload: 'r' } },
      { text: 'thanks', reply: null },
    ]);
  });

  it('are sent once with the history, each with its time and author', async () => {
    tenant = { ...tenant, handover: { ...tenant.handover, forwardOnlyHandover: true } };
    world.configure(tenant);
    const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 15, 9, minute));
    const first: TranscriptTurn[] = [
      { author: 'user', text: 'Hi', attachments: [], sentAt: at(1) },
      { author: 'bot', text: 'Which one?', attachments: [], content: MENU, sentAt: at(2) },
      { author: 'user', text: 'Red', attachments: [], reply: { payload: 'r' }, sentAt: at(3) },
      { author: 'user', text: '', attachments: [PUBLIC], sentAt: at(4) },
    ];
    const more: TranscriptTurn[] = [
      { author: 'bot', text: '', attachments: [], content: { ...MENU, items: [{ title: 'Green' }] }, sentAt: at(8) },
      { author: 'user', text: '', attachments: [{ ...PUBLIC, filename: 'dog.png' }], sentAt: at(9) },
    ];
    await world.get(StartHandover).run(tenant, world.start({ transcript: first }));
    await world.settled();
    await agentSends([OF_ENGAGE], MENU);
    await world.get(AcceptEngageEvent).run(tenant, await world.event(tenant, { type: 'over' }));
    await world.settled();
    const received = world.bot.received.findLast(({ type }) => type === 'agent.message')?.data as {
      attachments: Attachment[];
    };
    const byAgent: TranscriptTurn[] = [
      { author: 'bot', text: 'Here\n1. Red\n2. Blue', attachments: [], sentAt: at(6) },
      { author: 'bot', text: '', attachments: received.attachments, sentAt: at(6) },
    ];
    await world.get(StartHandover).run(tenant, world.start({ transcript: [...first, ...byAgent, ...more] }));
    await world.settled();
    const sent = (await engageHas()).map(({ author, text, attachments, content, reply, sentAt }) => ({
      author: author.puppetizable ? 'bot' : 'user',
      text,
      attachments,
      ...(content && { content }),
      ...(reply && { reply }),
      sentAt,
    }));
    expect(sent).toEqual([...first, ...more]);
  });

  it('are deleted with the messages', async () => {
    const files = (): Promise<unknown[]> => world.rows(tenant, 'SELECT 1 FROM files WHERE tenant_id = $1');
    const { conversationId } = await accept({});
    await world.rows(
      tenant,
      `INSERT INTO files (tenant_id, id, conversation_id, content, created_at)
       VALUES ($1, gen_random_uuid(), $2, '', now() - interval '31 days'),
              ($1, gen_random_uuid(), $2, '', now() - interval '29 days')`,
      [conversationId],
    );
    await world.get(PurgeExpired).run(new AbortController().signal);
    expect(await files()).toHaveLength(1);
    await world.rows(tenant, 'DELETE FROM conversations WHERE tenant_id = $1 AND id = $2', [conversationId]);
    expect(await files()).toEqual([]);
  });
});

describe('files and offers where Engage owns the channel', () => {
  const WHATSAPP = '65a1c0de0000000000000011';
  let thread: EngageThreadId | undefined;

  beforeEach(async () => {
    tenant = await world.tenant({ engage: { nativeSourceIds: [WHATSAPP] } });
    thread = undefined;
    world.bot.received.length = 0;
  });

  const customerSays = async (
    text: string,
    more: Partial<EngageContent> = {},
    files: Attachment[] = [],
  ): Promise<string> => {
    const { contentId: id, threadId } = world.engage.customerWrites(tenant, 'ada', thread);
    thread = threadId;
    world.engage.filesOfContents.set(id, files);
    const written = { id, text, customerId: 'ada', private: false, hasAttachment: files.length > 0, ...more };
    const fact = { type: 'imported', foreignId: undefined, written } as const;
    await world.get(AcceptEngageEvent).run(tenant, await world.event(tenant, fact, { sourceId: WHATSAPP, threadId }));
    return id;
  };
  const botSays = (message: Partial<BotSideMessage>) =>
    world.get(AcceptBotSideMessage).run(tenant, {
      ...world.message('bot', '', `${String(thread)}:ada`),
      userId: 'ada' as UserId,
      sessionId: `${String(thread)}:ada` as SessionId,
      ...message,
    });
  const asked = (): number =>
    world.engage.calls.filter((call) => call.method === 'filesOf' && call.tenantId === tenant.id).length;

  it('reach the bot: Engage is asked once which files a message has', async () => {
    world.bot.failures.push(new DestinationOutage('The bot is away.'));
    await customerSays('Look', {}, [OF_ENGAGE, PUBLIC]);
    await world.settled();
    expect(world.bot.received[0]?.data).toEqual({
      messageId: expect.any(String) as string,
      text: 'Look',
      sourceId: WHATSAPP,
      private: false,
      attachments: [
        { url: expect.stringMatching(/^https:\/\/handover\.example\/files\//) as string, filename: 'offer.pdf' },
        PUBLIC,
      ],
      hasAttachment: true,
      sentAt: expect.any(String) as string,
    });
    expect((await journalled())[0]?.attachments).toEqual([OF_ENGAGE, PUBLIC]);
    expect(asked()).toBe(1);
  });

  it('asks nothing if a message has no files', async () => {
    await customerSays('Hello');
    await world.settled();
    expect(asked()).toBe(0);
  });

  it('sends the text without files that cannot be read, and waits for those that may be readable later', async () => {
    world.engage.failNext('filesOf', new FakeRefusal('Engage answered HTTP 403.'));
    await customerSays('one', {}, [PUBLIC]);
    await world.settled();
    world.engage.failNext('filesOf', new DestinationOutage('Engage is away.'));
    await customerSays('two', {}, [PUBLIC]);
    await world.settled();
    expect(world.bot.received.map(({ data }) => data)).toMatchObject([
      { text: 'one', attachments: [], hasAttachment: true },
      { text: 'two', attachments: [PUBLIC], hasAttachment: true },
    ]);
  });

  it('are sent with the reply, as far as the channel of the customer shows them', async () => {
    const replyToCustomer = vi.spyOn(world.engage, 'replyToCustomer');
    const capabilities = ['structured_content/quick_replies'];
    const inReplyTo = await customerSays('Hello', { capabilities });
    await botSays({ text: 'Which one?', content: MENU, attachments: [PUBLIC] });
    await botSays({ attachments: [PUBLIC] });
    await world.settled();
    const how = { inReplyTo, private: false, attachments: [PUBLIC], capabilities };
    expect(replyToCustomer.mock.calls.map(([, reply]) => reply)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...how, text: 'Which one?', content: MENU }),
        expect.objectContaining({ ...how, text: '' }),
      ]),
    );
    replyToCustomer.mockRestore();
  });

  it('writes a long text in parts, with files and choices at its end', async () => {
    await customerSays('Tell me everything');
    const text = 'All about it. '.repeat(3_000);
    await botSays({ text, content: MENU, attachments: [PUBLIC], messageId: 'long' });
    await botSays({ text: 'That was it.' });
    await world.settled();
    const { answered } = world.engage.threadById(tenant, thread ?? ('none' as EngageThreadId));
    expect(
      answered
        .slice(0, -1)
        .map((reply) => reply.text)
        .join(''),
    ).toBe(text);
    expect(answered.map(({ content, attachments }) => [content, attachments])).toEqual([
      [undefined, []],
      [undefined, []],
      [MENU, [PUBLIC]],
      [undefined, []],
    ]);
    const ids = await world.rows<{ id: string | null }>(
      tenant,
      "SELECT message_id AS id FROM messages WHERE tenant_id = $1 AND author = 'bot' ORDER BY position LIMIT 3",
    );
    expect(ids.map(({ id }) => id)).toEqual(['long', null, null]);
  });
});
