import { AppError, type EngageThreadId, type ForeignId, newId, type TenantId } from '#kernel';
import { choicesOf, textWithContent } from '#rich-content';
import type { Tenant } from '#tenant-config';
import {
  type Attachment,
  type EngageIntervention,
  type EngageMessage,
  NoOpenIntervention,
  ReplyNotPermitted,
  type Utterance,
} from '#handover-rules';
import { ContactCentre, type ReplyToCustomer } from '../ports/contact-centre.js';
import type { AgentsWords, Shown, WrittenByCustomer } from './engage-side.js';

interface FakeReply extends Utterance {
  readonly id: string;
  readonly inReplyTo: string;
  readonly private: boolean;
}

export interface FakeThread {
  readonly tenantId: TenantId;
  readonly id: EngageThreadId;
  readonly foreignId: ForeignId;
  categoryIds: string[];
  closed: boolean;
  busy: boolean;
  imported: boolean;
  readonly messages: EngageMessage[];
  /** On a source that Engage serves: customers' contents with their authors, and what was answered. */
  readonly asked: { readonly id: string; readonly customerId: string }[];
  readonly answered: FakeReply[];
  readonly comments: string[];
  readonly agentsWords: AgentsWords[];
  interventions: EngageIntervention[];
  /** The typing of the customer that agents see. */
  typing?: string | undefined;
}

type Method = Exclude<keyof ContactCentre, 'destination'>;

interface Failure {
  readonly method: Method;
  readonly error: Error;
  readonly when: 'before' | 'after';
}

const BY_SEND_API: readonly Method[] = ['sendMessage', 'saveIdentity', 'startTyping', 'stopTyping', 'markAsRead'];

/** The user of the API token. */
export const OWN_USER = 'token-user';

/** Engage's answer to an invalid call. */
export class FakeRefusal extends AppError {
  readonly code = 'engage.refused';
  readonly kind = 'rejected';
}

/** Engage refuses for the moment, e.g. because the thread is being categorised. */
export class FakeBusy extends AppError {
  readonly code = 'engage.busy';
  readonly kind = 'unavailable';
}

/** What is in a fake Engage, how its calls fail, and the sources that it serves itself. */
export abstract class FakeEngage extends ContactCentre {
  /** Engage's clock. */
  now = new Date('2026-01-15T10:00:00Z');
  /** Every received call, failed ones included, in order. */
  readonly calls: { readonly method: Method; readonly tenantId: TenantId }[] = [];
  readonly threads: FakeThread[] = [];
  /** Whether Engage routes tasks, see `routesTasks`. */
  taskMode = true;
  /** Addresses of files that cannot be passed on. */
  readonly refusedFiles = new Set<string>();
  private readonly mute = new Set<TenantId>();
  private readonly plain = new Set<TenantId>();
  private failures: Failure[] = [];
  protected holding = false;

  /** The next `times` calls of the method throw; with `when: 'after'` they take effect and only the answer is lost. */
  failNext(
    method: Method,
    error: Error,
    { times = 1, when = 'before' }: { times?: number; when?: Failure['when'] } = {},
  ): void {
    this.failures.push(...Array.from({ length: times }, () => ({ method, error, when })));
  }

  /** The thread as it is inside Engage, imported or not. @throws Error if nothing was sent into it */
  thread(tenant: Tenant, foreignId: ForeignId): FakeThread {
    const thread = this.threads.find(
      (candidate) => candidate.tenantId === tenant.id && candidate.foreignId === foreignId,
    );
    if (!thread) throw new Error(`No message of the tenant was sent into the thread ${foreignId}.`);
    return thread;
  }

  async replyToCustomer(tenant: Tenant, reply: ReplyToCustomer, signal: AbortSignal): Promise<string> {
    return this.call('replyToCustomer', tenant, signal, () => {
      const { thread, customerId } = this.asked(tenant, reply.inReplyTo);
      const open = thread.interventions.find((one) => !one.closed && one.identityId === customerId);
      if (!open) throw new NoOpenIntervention('The content is not under an open intervention.');
      this.change(thread, open, { userRepliesCount: open.userRepliesCount + 1 });
      const { inReplyTo, text, attachments, content, private: isPrivate } = reply;
      const id: string = newId();
      thread.answered.push({ id, inReplyTo, text, attachments, ...(content && { content }), private: isPrivate });
      return id;
    });
  }

  async findReplies(tenant: Tenant, reply: ReplyToCustomer, signal: AbortSignal): Promise<string[]> {
    return this.call('findReplies', tenant, signal, () =>
      this.threadById(tenant, reply.threadId)
        .answered.filter((_, index, all) => index > all.findIndex(({ id }) => id === reply.after))
        .filter(({ inReplyTo, text }) => inReplyTo === reply.inReplyTo && text === reply.text)
        .map(({ id }) => id)
        .reverse(),
    );
  }

  async openOwnIntervention(tenant: Tenant, contentId: string, signal: AbortSignal): Promise<EngageIntervention> {
    return this.call('openOwnIntervention', tenant, signal, () => {
      const { thread, customerId } = this.asked(tenant, contentId);
      const known = thread.interventions.find(({ identityId }) => identityId === customerId);
      if (known && !known.closed) throw new FakeRefusal('Intervention is already opened.');
      if (known) return this.change(thread, known, { closed: false, userId: OWN_USER });
      return this.addIntervention(thread, { identityId: customerId, userId: OWN_USER });
    });
  }

  async comment(tenant: Tenant, note: Parameters<ContactCentre['comment']>[1], signal: AbortSignal): Promise<void> {
    return this.call('comment', tenant, signal, () => {
      const thread = this.threads.find(({ interventions }) =>
        interventions.some(({ id }) => id === note.interventionId),
      );
      if (!thread) throw new FakeRefusal('There is no such intervention.');
      thread.comments.push(note.text);
    });
  }

  async routesTasks(tenant: Tenant, signal: AbortSignal): Promise<boolean> {
    return this.call('routesTasks', tenant, signal, () => this.taskMode);
  }

  async sourceName(tenant: Tenant, sourceId: string, signal: AbortSignal): Promise<string | undefined> {
    return this.call('sourceName', tenant, signal, () =>
      sourceId === 'unreadable' ? undefined : `Source ${sourceId}`,
    );
  }

  customerWrites(tenant: Tenant, customerId: string, threadId?: EngageThreadId): WrittenByCustomer {
    const thread = threadId ? this.threadById(tenant, threadId) : this.threadOf(tenant, newId<ForeignId>());
    const contentId: string = newId();
    thread.asked.push({ id: contentId, customerId });
    return { threadId: thread.id, contentId };
  }

  replies(tenant: Tenant, threadId: EngageThreadId): { inReplyTo: string; text: string; private: boolean }[] {
    return this.threadById(tenant, threadId).answered.map(({ inReplyTo, text, private: isPrivate }) => ({
      inReplyTo,
      text,
      private: isPrivate,
    }));
  }

  shown(tenant: Tenant, threadForeignId: ForeignId): Shown[] {
    return this.thread(tenant, threadForeignId).messages.map((message) =>
      this.asShown(tenant, message, message.author.puppetizable),
    );
  }

  shownReplies(tenant: Tenant, threadId: EngageThreadId): Shown[] {
    return this.threadById(tenant, threadId).answered.map((reply) => this.asShown(tenant, reply, true));
  }

  refuseStructured(tenant: Tenant): void {
    this.plain.add(tenant.id);
  }

  private asShown(tenant: Tenant, { text, content, attachments }: Utterance, maySelect: boolean): Shown {
    const offered = maySelect && !this.plain.has(tenant.id) ? content : undefined;
    const files = attachments.filter(({ url }) => !this.refusedFiles.has(url));
    const missing = attachments.filter((file) => !files.includes(file)).map(nameOf);
    const words = [offered ? text : textWithContent(text, content), ...missing.map((name) => `[${name} is missing]`)];
    return {
      text: words.join('\n'),
      ...(offered && { choices: choicesOf(offered).map(({ title }) => title) }),
      files: files.map(nameOf),
    };
  }

  comments(tenant: Tenant, threadId: EngageThreadId): string[] {
    return this.threadById(tenant, threadId).comments;
  }

  forbidReplies(tenant: Tenant): void {
    this.mute.add(tenant.id);
  }

  /** An agent takes the customer's case over, even if another one opened it. */
  reassign(thread: FakeThread, userId: string): void {
    const open = thread.interventions.find(({ closed }) => !closed);
    if (open) this.change(thread, open, { userId });
  }

  /** An administrator gives the permission back. */
  allowReplies(tenant: Tenant): void {
    this.mute.delete(tenant.id);
  }

  threadById(tenant: Tenant, id: EngageThreadId): FakeThread {
    const thread = this.threads.find((candidate) => candidate.tenantId === tenant.id && candidate.id === id);
    if (!thread) throw new Error(`There is no thread ${id}.`);
    return thread;
  }

  protected async call<Result>(
    method: Method,
    tenant: Tenant,
    signal: AbortSignal,
    effect: () => Result,
  ): Promise<Result> {
    this.calls.push({ method, tenantId: tenant.id });
    signal.throwIfAborted();
    this.destination(tenant, BY_SEND_API.includes(method) ? 'bot' : 'engage');
    const failure = this.failures.find((candidate) => candidate.method === method);
    this.failures = this.failures.filter((candidate) => candidate !== failure);
    if (failure?.when === 'before') throw failure.error;
    const result = effect();
    if (failure) throw failure.error;
    return result;
  }

  protected threadOf(tenant: Tenant, foreignId: ForeignId): FakeThread {
    const known = this.threads.find(
      (candidate) => candidate.tenantId === tenant.id && candidate.foreignId === foreignId,
    );
    if (known) return known;
    const categoryIds = tenant.engage.botCategoryId === undefined ? [] : [tenant.engage.botCategoryId];
    const state = {
      categoryIds,
      closed: false,
      busy: false,
      imported: !this.holding,
      messages: [],
      interventions: [],
      asked: [],
      answered: [],
      comments: [],
      agentsWords: [],
    };
    const thread: FakeThread = { tenantId: tenant.id, id: newId<EngageThreadId>(), foreignId, ...state };
    this.threads.push(thread);
    return thread;
  }

  protected visible(tenant: Tenant): FakeThread[] {
    return this.threads.filter((thread) => thread.tenantId === tenant.id && thread.imported);
  }

  /** The thread and author of a customer's content that the token's user may answer. */
  private asked(tenant: Tenant, contentId: string): { thread: FakeThread; customerId: string } {
    for (const thread of this.visible(tenant)) {
      const content = thread.asked.find(({ id }) => id === contentId);
      if (content && !this.mute.has(tenant.id)) return { thread, customerId: content.customerId };
    }
    throw new ReplyNotPermitted('Engage answered HTTP 404: not found.');
  }

  protected addIntervention(thread: FakeThread, details: Partial<EngageIntervention>): EngageIntervention {
    const times = { createdAt: this.now, updatedAt: this.now };
    const state = { closed: false, deferred: false, userRepliesCount: 0 };
    const added = { id: newId(), threadId: thread.id, ...state, ...times, ...details };
    thread.interventions.unshift(added);
    return added;
  }

  protected change(
    thread: FakeThread,
    intervention: EngageIntervention,
    change: Partial<EngageIntervention>,
  ): EngageIntervention {
    const changed = { ...intervention, ...change, updatedAt: this.now };
    thread.interventions = thread.interventions.map((candidate) => (candidate === intervention ? changed : candidate));
    return changed;
  }
}

function nameOf({ filename, url }: Attachment): string {
  return filename ?? url;
}
