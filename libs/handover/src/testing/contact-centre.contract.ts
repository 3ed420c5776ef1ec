import { describe, expect, it } from 'vitest';
import { AppError, type ConversationId, type EngageThreadId, type ForeignId, newId } from '#kernel';
import type { Tenant } from '#tenant-config';
import {
  type EngageAuthor,
  type EngageMessage,
  type EngageThread,
  NoOpenIntervention,
  ReplyNotPermitted,
} from '#handover-rules';
import type { ContactCentre, ReplyToCustomer } from '../ports/contact-centre.js';
import type { EngageSide } from './engage-side.js';

export interface ContactCentreUnderTest {
  readonly contactCentre: ContactCentre;
  readonly engage: EngageSide;
  /** Two tenants, both fully configured. */
  readonly tenant: Tenant;
  readonly other: Tenant;
}

/** Files of a bot that the set-up must provide: one that is sent, one of some megabytes, one that cannot be read. */
export const FILES = {
  small: { url: 'https://files.example/small.png', filename: 'small.png' },
  large: { url: 'https://files.example/large.png', filename: 'large.png' },
  missing: { url: 'https://files.example/missing.png', filename: 'missing.png' },
};
const MENU = {
  text: 'Which one?',
  content: { type: 'quick_replies', items: [{ title: 'Red', payload: 'r' }, { title: 'Blue' }] },
} as const;
const AT = new Date('2026-01-15T10:00:00Z');

export function anEngageAuthor(overrides: Partial<EngageAuthor> = {}): EngageAuthor {
  return {
    id: newId(),
    puppetizable: false,
    fields: { screenname: 'Ada Lovelace' },
    contextData: {},
    createdAt: AT,
    updatedAt: AT,
    ...overrides,
  };
}

export function aMessageToEngage(overrides: Partial<EngageMessage> = {}): EngageMessage {
  return {
    conversationId: newId<ConversationId>(),
    foreignId: newId<ForeignId>(),
    threadForeignId: newId<ForeignId>(),
    author: anEngageAuthor(),
    sentAt: AT,
    text: 'Where is my order?',
    attachments: [],
    contextData: {},
    ...overrides,
  };
}

/** What every contact centre must do; `setUp` is called for each case and provides an empty Engage, and `FILES`. */
export function contactCentreContract(name: string, setUp: () => Promise<ContactCentreUnderTest>): void {
  const signal = new AbortController().signal;

  async function withThread(): Promise<ContactCentreUnderTest & { message: EngageMessage; thread: EngageThread }> {
    const parts = await setUp();
    const message = aMessageToEngage();
    await parts.contactCentre.sendMessage(parts.tenant, message, signal);
    const thread = await parts.contactCentre.findThread(parts.tenant, message.threadForeignId, signal);
    if (!thread) throw new Error('The thread was not imported.');
    return { ...parts, message, thread };
  }

  describe(`${name} sends messages`, () => {
    it('names the host it sends to', async () => {
      const { contactCentre, tenant } = await setUp();
      expect(contactCentre.destination(tenant)).toMatch(/^[\w.-]+(:\d+)?$/);
    });

    it('says what is missing while the tenant is not configured', async () => {
      const { contactCentre, tenant } = await setUp();
      const bare: Tenant = { ...tenant, engage: { ...tenant.engage, realtimeEndpointUrl: undefined } };
      expect(() => contactCentre.destination(bare)).toThrow(
        expect.objectContaining({ code: 'tenant.incomplete', missing: ['engage.realtimeEndpointUrl'] }),
      );
    });

    it('delivers in order and once per foreign id', async () => {
      const { contactCentre, engage, tenant } = await setUp();
      const first = aMessageToEngage({ text: 'one' });
      const second = aMessageToEngage({ ...first, foreignId: newId<ForeignId>(), text: 'two' });
      for (const message of [first, second, first]) await contactCentre.sendMessage(tenant, message, signal);
      const authorId = first.author.id;
      expect(engage.contents(tenant, first.threadForeignId)).toEqual([
        { authorId, text: 'one' },
        { authorId, text: 'two' },
      ]);
    });

    it('loses nothing of a long text', async () => {
      const { contactCentre, engage, tenant } = await setUp();
      const message = aMessageToEngage({ text: 'A sentence of some length. 👩‍👧 '.repeat(1500) });
      await contactCentre.sendMessage(tenant, message, signal);
      const sent = engage.contents(tenant, message.threadForeignId).map(({ text }) => text);
      expect(sent.join('')).toBe(message.text);
    });

    it('sends nothing for an empty message', async () => {
      const { contactCentre, engage, tenant } = await setUp();
      const message = aMessageToEngage({ text: ' \n' });
      await contactCentre.sendMessage(tenant, message, signal);
      expect(engage.contents(tenant, message.threadForeignId)).toEqual([]);
    });

    it('lets agents see what a bot offers, and customers only read it', async () => {
      const { contactCentre, engage, tenant } = await setUp();
      const bot = aMessageToEngage({ ...MENU, author: anEngageAuthor({ puppetizable: true }) });
      const customer = aMessageToEngage({ ...MENU, threadForeignId: bot.threadForeignId });
      for (const message of [bot, customer]) await contactCentre.sendMessage(tenant, message, signal);
      expect(engage.shown(tenant, bot.threadForeignId)).toEqual([
        { text: 'Which one?', choices: ['Red', 'Blue'], files: [] },
        { text: 'Which one?\n1. Red\n2. Blue', files: [] },
      ]);
    });

    it('sends as numbered text what Engage does not accept structured', async () => {
      const { contactCentre, engage, tenant } = await setUp();
      engage.refuseStructured(tenant);
      const message = aMessageToEngage({ ...MENU, author: anEngageAuthor({ puppetizable: true }) });
      await contactCentre.sendMessage(tenant, message, signal);
      await contactCentre.sendMessage(tenant, message, signal);
      expect(engage.shown(tenant, message.threadForeignId)).toEqual([
        { text: 'Which one?\n1. Red\n2. Blue', files: [] },
      ]);
    });

    it('sends files, and says which one is missing', async () => {
      const { contactCentre, engage, tenant } = await setUp();
      const attachments = [FILES.small, FILES.missing, FILES.large];
      const message = aMessageToEngage({ attachments });
      await contactCentre.sendMessage(tenant, message, signal);
      const [shown, ...others] = engage.shown(tenant, message.threadForeignId);
      expect(others).toEqual([]);
      expect(shown?.files).toEqual([FILES.small.filename, expect.any(String)]);
      expect(shown?.text).toContain(message.text);
      expect(shown?.text).toContain(FILES.missing.filename);
    });

    it('sends files without a text', async () => {
      const { contactCentre, engage, tenant } = await setUp();
      const message = aMessageToEngage({ text: '', attachments: [FILES.small] });
      await contactCentre.sendMessage(tenant, message, signal);
      expect(engage.shown(tenant, message.threadForeignId)).toEqual([{ text: '', files: [FILES.small.filename] }]);
    });

    it('creates and refreshes identities', async () => {
      const { contactCentre, engage, tenant } = await setUp();
      const author = anEngageAuthor();
      await contactCentre.saveIdentity(tenant, author, signal);
      await contactCentre.saveIdentity(tenant, { ...author, fields: { screenname: 'Countess' } }, signal);
      expect(engage.screenname(tenant, author.id)).toBe('Countess');
    });

    it('shows typing in a thread that exists, and the text only if there is one', async () => {
      const { contactCentre, engage, tenant, message } = await withThread();
      const { threadForeignId } = message;
      await contactCentre.startTyping(tenant, threadForeignId, 'It was ', signal);
      expect(engage.typing(tenant, threadForeignId)).toBe('It was ');
      await contactCentre.startTyping(tenant, threadForeignId, undefined, signal);
      expect(engage.typing(tenant, threadForeignId)).toBe('…');
      await contactCentre.stopTyping(tenant, threadForeignId, signal);
      expect(engage.typing(tenant, threadForeignId)).toBeUndefined();
      const failure: unknown = await contactCentre
        .startTyping(tenant, newId<ForeignId>(), undefined, signal)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ kind: 'rejected' });
    });

    it("marks an agent's message as read", async () => {
      const { contactCentre, engage, tenant } = await setUp();
      const messageId = newId<ForeignId>();
      engage.exported(tenant, messageId);
      expect(engage.isRead(tenant, messageId)).toBe(false);
      await contactCentre.markAsRead(tenant, messageId, signal);
      await contactCentre.markAsRead(tenant, messageId, signal);
      expect(engage.isRead(tenant, messageId)).toBe(true);
      const failure: unknown = await contactCentre
        .markAsRead(tenant, newId<ForeignId>(), signal)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ kind: 'rejected' });
    });

    it('stops when the caller has aborted', async () => {
      const { contactCentre, tenant } = await setUp();
      const reason = new Error('The lease is lost.');
      await expect(contactCentre.sendMessage(tenant, aMessageToEngage(), AbortSignal.abort(reason))).rejects.toBe(
        reason,
      );
    });
  });

  describe(`${name} knows threads`, () => {
    it('does not find a thread before Engage has imported it', async () => {
      const { contactCentre, engage, tenant } = await setUp();
      const message = aMessageToEngage();
      engage.holdImports();
      await contactCentre.sendMessage(tenant, message, signal);
      expect(await contactCentre.findThread(tenant, message.threadForeignId, signal)).toBeUndefined();
      engage.finishImports();
      expect(await contactCentre.findThread(tenant, message.threadForeignId, signal)).toMatchObject({
        foreignId: message.threadForeignId,
      });
    });

    it('reads a thread by its id, and says if there is none', async () => {
      const { contactCentre, tenant, thread } = await withThread();
      const read = await contactCentre.readThread(tenant, thread.id, signal);
      expect(read).toEqual({ ...thread, readAt: expect.any(Date) as Date }); // perhaps in the next second
      expect(await contactCentre.readThread(tenant, newId<EngageThreadId>(), signal)).toBeUndefined();
    });

    it('replaces the whole set of categories, also with an empty one', async () => {
      const { contactCentre, tenant, thread } = await withThread();
      const at = await contactCentre.replaceCategories(tenant, thread.id, ['agent', 'vip'], signal);
      expect(at).toBeInstanceOf(Date);
      expect((await contactCentre.readThread(tenant, thread.id, signal))?.categoryIds).toEqual(['agent', 'vip']);
      await contactCentre.replaceCategories(tenant, thread.id, [], signal);
      expect((await contactCentre.readThread(tenant, thread.id, signal))?.categoryIds).toEqual([]);
    });

    it('asks for a retry while another categorisation runs', async () => {
      const { contactCentre, engage, tenant, thread, message } = await withThread();
      engage.keepBusy(tenant, message.threadForeignId);
      const failure: unknown = await contactCentre
        .replaceCategories(tenant, thread.id, ['agent'], signal)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ kind: 'unavailable', retryAfterMs: 700 });
      await contactCentre.replaceCategories(tenant, thread.id, ['agent'], signal);
    });

    it('refuses to categorise a thread that does not exist', async () => {
      const { contactCentre, tenant } = await setUp();
      const failure: unknown = await contactCentre
        .replaceCategories(tenant, newId<EngageThreadId>(), [], signal)
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(AppError);
      expect(failure).toMatchObject({ kind: 'rejected' });
    });
  });

  describe(`${name} ends interventions`, () => {
    it('lists the interventions of several threads', async () => {
      const { contactCentre, engage, tenant, message, thread } = await withThread();
      engage.openIntervention(tenant, message.threadForeignId);
      const found = await contactCentre.interventions(tenant, [thread.id, newId<EngageThreadId>()], signal);
      expect(found).toMatchObject([{ threadId: thread.id, closed: false, deferred: false, userRepliesCount: 0 }]);
      expect(await contactCentre.interventions(tenant, [], signal)).toEqual([]);
    });

    it('closes one that an agent has answered', async () => {
      const { contactCentre, engage, tenant, message, thread } = await withThread();
      engage.openIntervention(tenant, message.threadForeignId);
      engage.reply(tenant, message.threadForeignId);
      const [intervention] = await contactCentre.interventions(tenant, [thread.id], signal);
      await contactCentre.endIntervention(tenant, intervention!, signal);
      expect(await contactCentre.interventions(tenant, [thread.id], signal)).toMatchObject([{ closed: true }]);
    });

    it('cancels one that no one has answered', async () => {
      const { contactCentre, engage, tenant, message, thread } = await withThread();
      engage.openIntervention(tenant, message.threadForeignId);
      const [intervention] = await contactCentre.interventions(tenant, [thread.id], signal);
      await contactCentre.endIntervention(tenant, intervention!, signal);
      await contactCentre.endIntervention(tenant, intervention!, signal);
      expect(await contactCentre.interventions(tenant, [thread.id], signal)).toEqual([]);
    });

    it('closes one that an agent answers in between', async () => {
      const { contactCentre, engage, tenant, message, thread } = await withThread();
      engage.openIntervention(tenant, message.threadForeignId);
      const [intervention] = await contactCentre.interventions(tenant, [thread.id], signal);
      engage.reply(tenant, message.threadForeignId);
      await contactCentre.endIntervention(tenant, intervention!, signal);
      expect(await contactCentre.interventions(tenant, [thread.id], signal)).toMatchObject([{ closed: true }]);
    });

    it('accepts one that is closed already', async () => {
      const { contactCentre, engage, tenant, message, thread } = await withThread();
      engage.openIntervention(tenant, message.threadForeignId);
      engage.reply(tenant, message.threadForeignId);
      const [intervention] = await contactCentre.interventions(tenant, [thread.id], signal);
      engage.complete(tenant, message.threadForeignId);
      await contactCentre.endIntervention(tenant, intervention!, signal);
      expect(await contactCentre.interventions(tenant, [thread.id], signal)).toMatchObject([{ closed: true }]);
    });
  });

  describe(`${name} shows what was written`, () => {
    it('since a time, oldest first, and nothing of other threads', async () => {
      const { contactCentre, engage, tenant, message, thread } = await withThread();
      const other = aMessageToEngage();
      await contactCentre.sendMessage(tenant, other, signal);
      const at = (second: number): Date => new Date(AT.getTime() + second * 1_000);
      const wrote = (id: string, second: number, threadForeignId = message.threadForeignId): void =>
        engage.agentWrote(tenant, threadForeignId, {
          id,
          text: `Words ${id}`,
          at: at(second),
          status: 'export_failure',
        });
      wrote('c-0', 0);
      for (const [id, second] of [
        ['c-1', 1],
        ['c-2', 1],
        ['c-3', 2],
      ] as const)
        wrote(id, second);
      wrote('c-4', 3, other.threadForeignId);
      const found = await contactCentre.contentsSince(tenant, thread.id, at(1), signal);
      const since = found.filter(({ id }) => typeof id === 'string' && id.startsWith('c-'));
      expect(since).toMatchObject([
        { id: 'c-1', body: 'Words c-1', synchronization_status: 'export_failure' },
        { id: 'c-2' },
        { id: 'c-3' },
      ]);
      expect(await contactCentre.contentsSince(tenant, newId<EngageThreadId>(), at(0), signal)).toEqual([]);
      const { sourceId = '' } = tenant.engage;
      const onSource = await contactCentre.sourceContentsSince(tenant, sourceId, at(2), signal);
      expect(onSource.map(({ id }) => id)).toEqual(expect.arrayContaining(['c-3', 'c-4']));
      expect(onSource.map(({ id }) => id)).not.toContain('c-1');
      expect(await contactCentre.sourceContentsSince(tenant, 'another', at(0), signal)).toEqual([]);
    });
  });

  describe(`${name} answers customers of Engage`, () => {
    const asked = async () => {
      const parts = await setUp();
      const { threadId, contentId } = parts.engage.customerWrites(parts.tenant, 'ada');
      const reply: ReplyToCustomer = {
        conversationId: newId<ConversationId>(),
        threadId,
        inReplyTo: contentId,
        private: false,
        text: 'Here I am',
        attachments: [],
      };
      return { ...parts, threadId, contentId, reply };
    };

    it('names the REST host for them, and what is missing', async () => {
      const { contactCentre, tenant } = await setUp();
      expect(contactCentre.destination(tenant, 'engage')).toMatch(/^[\w.-]+(:\d+)?$/);
      const bare: Tenant = { ...tenant, engage: { ...tenant.engage, baseApiUrl: undefined } };
      expect(() => contactCentre.destination(bare, 'engage')).toThrow(
        expect.objectContaining({ code: 'tenant.incomplete', missing: ['engage.baseApiUrl'] }),
      );
    });

    it('replies only under an open intervention, with the given visibility', async () => {
      const { contactCentre, engage, tenant, threadId, contentId, reply } = await asked();
      await expect(contactCentre.replyToCustomer(tenant, reply, signal)).rejects.toBeInstanceOf(NoOpenIntervention);
      const opened = await contactCentre.openOwnIntervention(tenant, contentId, signal);
      expect(opened).toMatchObject({
        threadId,
        identityId: 'ada',
        userId: expect.any(String) as string,
        closed: false,
      });
      await contactCentre.replyToCustomer(tenant, reply, signal);
      await contactCentre.replyToCustomer(tenant, { ...reply, text: 'psst', private: true }, signal);
      expect(engage.replies(tenant, threadId)).toEqual([
        { inReplyTo: contentId, text: 'Here I am', private: false },
        { inReplyTo: contentId, text: 'psst', private: true },
      ]);
    });

    it('finds its own replies by their text and the content that they answer', async () => {
      const { contactCentre, engage, tenant, threadId, contentId, reply } = await asked();
      await contactCentre.openOwnIntervention(tenant, contentId, signal);
      expect(await contactCentre.findReplies(tenant, reply, signal)).toEqual([]);
      const first = await contactCentre.replyToCustomer(tenant, reply, signal);
      await contactCentre.replyToCustomer(tenant, { ...reply, text: 'else' }, signal);
      const second = await contactCentre.replyToCustomer(tenant, reply, signal);
      const later = engage.customerWrites(tenant, 'ada', threadId);
      await contactCentre.replyToCustomer(tenant, { ...reply, inReplyTo: later.contentId }, signal);
      expect(await contactCentre.findReplies(tenant, reply, signal)).toEqual([second, first]);
      expect(await contactCentre.findReplies(tenant, { ...reply, after: first }, signal)).toEqual([second]);
    });

    it('offers customers what their channel shows, else as text, and finds either again', async () => {
      const { contactCentre, engage, tenant, threadId, contentId, reply } = await asked();
      await contactCentre.openOwnIntervention(tenant, contentId, signal);
      const menu = { ...reply, ...MENU };
      const shown = await contactCentre.replyToCustomer(tenant, menu, signal);
      expect(engage.shownReplies(tenant, threadId)).toEqual([
        { text: 'Which one?', choices: ['Red', 'Blue'], files: [] },
      ]);
      engage.refuseStructured(tenant);
      const read = await contactCentre.replyToCustomer(tenant, menu, signal);
      expect(engage.shownReplies(tenant, threadId).at(-1)).toEqual({
        text: 'Which one?\n1. Red\n2. Blue',
        files: [],
      });
      expect(await contactCentre.findReplies(tenant, menu, signal)).toEqual([read, shown]);
    });

    it('replies with files, and says which one is missing', async () => {
      const { contactCentre, engage, tenant, threadId, contentId, reply } = await asked();
      await contactCentre.openOwnIntervention(tenant, contentId, signal);
      const withFiles = { ...reply, attachments: [FILES.small, FILES.missing, FILES.large] };
      const id = await contactCentre.replyToCustomer(tenant, withFiles, signal);
      const [shown] = engage.shownReplies(tenant, threadId);
      expect(shown?.files).toEqual([FILES.small.filename, FILES.large.filename]);
      expect(shown?.text).toContain(FILES.missing.filename);
      expect(await contactCentre.findReplies(tenant, withFiles, signal)).toEqual([id]);
    });

    it('opens an intervention as a virtual agent, too', async () => {
      const { contactCentre, tenant, threadId, contentId, reply } = await asked();
      const virtual: Tenant = { ...tenant, engage: { ...tenant.engage, virtualAgent: true } };
      const opened = await contactCentre.openOwnIntervention(virtual, contentId, signal);
      expect(opened).toMatchObject({ threadId, identityId: 'ada', closed: false });
      await contactCentre.replyToCustomer(virtual, reply, signal);
    });

    it('opens one intervention at a time, and reopens a closed one', async () => {
      const { contactCentre, tenant, threadId, contentId, reply } = await asked();
      const opened = await contactCentre.openOwnIntervention(tenant, contentId, signal);
      const again: unknown = await contactCentre
        .openOwnIntervention(tenant, contentId, signal)
        .catch((error: unknown) => error);
      expect(again).toMatchObject({ kind: 'rejected' });
      await contactCentre.replyToCustomer(tenant, reply, signal);
      const [current] = await contactCentre.interventions(tenant, [threadId], signal);
      await contactCentre.endIntervention(tenant, current!, signal);
      expect(await contactCentre.openOwnIntervention(tenant, contentId, signal)).toMatchObject({
        id: opened.id,
        closed: false,
      });
    });

    it('says that the token may not reply', async () => {
      const { contactCentre, engage, tenant, contentId, reply } = await asked();
      await contactCentre.openOwnIntervention(tenant, contentId, signal);
      engage.forbidReplies(tenant);
      await expect(contactCentre.replyToCustomer(tenant, reply, signal)).rejects.toBeInstanceOf(ReplyNotPermitted);
    });

    it("knows the name of a source that the token's user may read", async () => {
      const { contactCentre, tenant } = await asked();
      expect(await contactCentre.sourceName(tenant, 'whatsapp', signal)).toBe('Source whatsapp');
      expect(await contactCentre.sourceName(tenant, 'unreadable', signal)).toBeUndefined();
    });

    it('leaves a note next to the intervention, and knows how work is routed', async () => {
      const { contactCentre, engage, tenant, threadId, contentId } = await asked();
      const { id: interventionId, userId = '' } = await contactCentre.openOwnIntervention(tenant, contentId, signal);
      await contactCentre.comment(tenant, { interventionId, userId, text: 'Reason: asked for it' }, signal);
      expect(engage.comments(tenant, threadId)).toEqual(['Reason: asked for it']);
      expect(await contactCentre.routesTasks(tenant, signal)).toBe(true);
    });
  });

  it(`${name}: two tenants never see each other`, async () => {
    const { contactCentre, engage, tenant, other, message, thread } = await withThread();
    engage.openIntervention(tenant, message.threadForeignId);
    expect(await contactCentre.findThread(other, message.threadForeignId, signal)).toBeUndefined();
    expect(await contactCentre.readThread(other, thread.id, signal)).toBeUndefined();
    expect(await contactCentre.interventions(other, [thread.id], signal)).toEqual([]);
    await contactCentre.sendMessage(other, { ...message, text: 'theirs' }, signal);
    expect(engage.contents(tenant, message.threadForeignId)).toMatchObject([{ text: message.text }]);
    expect(engage.contents(other, message.threadForeignId)).toMatchObject([{ text: 'theirs' }]);
  });
}
