import { AppError, type EngageThreadId, type ForeignId, newId, type TenantId } from '#kernel';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import type { EngageAuthor, MessageToEngage } from '../domain/message.js';
import { ContactCentre, type EngageIntervention, type EngageThread } from '../ports/contact-centre.js';

/** What tests may do behind the port's back: look at Engage's side and act as its agents. */
export interface EngageSide {
  /** What was imported into the thread, in order; a message in several parts shows as several. */
  contents(tenant: Tenant, threadForeignId: ForeignId): { authorId: string; text: string }[];
  /** Screen name of an identity, or undefined if there is none. */
  screenname(tenant: Tenant, identityId: string): string | undefined;
  /** Keeps new threads from being imported, until the imports are finished. */
  holdImports(): void;
  finishImports(): void;
  /** An agent opens an intervention on an imported thread. */
  openIntervention(tenant: Tenant, threadForeignId: ForeignId): void;
  /** An agent writes in the thread's newest intervention. */
  reply(tenant: Tenant, threadForeignId: ForeignId): void;
  /** The agent completes the newest intervention. */
  complete(tenant: Tenant, threadForeignId: ForeignId): void;
  /** Engage learns our id of an agent's message, as it was answered. */
  exported(tenant: Tenant, messageId: ForeignId): void;
  isRead(tenant: Tenant, messageId: ForeignId): boolean;
  /** What the customer is shown to type. */
  typing(tenant: Tenant, threadForeignId: ForeignId): string | undefined;
  /** Another categorisation keeps the thread busy for the next `replaceCategories`. */
  keepBusy(tenant: Tenant, threadForeignId: ForeignId): void;
}

export interface FakeThread {
  readonly tenantId: TenantId;
  readonly id: EngageThreadId;
  readonly foreignId: ForeignId;
  categoryIds: string[];
  busy: boolean;
  imported: boolean;
  readonly messages: MessageToEngage[];
  interventions: EngageIntervention[];
  /** What the customer is shown to type. */
  typing: string | undefined;
}

type Method = Exclude<keyof ContactCentre, 'destination'>;

interface Failure {
  readonly method: Method;
  readonly error: Error;
  readonly when: 'before' | 'after';
}

/** What Engage answers to a call that makes no sense to it. */
export class FakeRefusal extends AppError {
  readonly code = 'engage.refused';
  readonly kind = 'rejected';
}

/** Engage refuses for the moment, e.g. because the thread is being categorised. */
export class FakeBusy extends AppError {
  readonly code = 'engage.busy';
  readonly kind = 'unavailable';
}

/**
 * Engage in memory: threads with categories, contents and interventions, one world per tenant. Messages are kept whole.
 * Failures are programmed with `failNext`, the time on Engage's clock is `now`.
 */
export class FakeContactCentre extends ContactCentre implements EngageSide {
  /** Engage's clock. */
  now = new Date('2026-01-15T10:00:00Z');
  /** Every call that came in, failed ones included, in order. */
  readonly calls: { readonly method: Method; readonly tenantId: TenantId }[] = [];
  readonly threads: FakeThread[] = [];
  private readonly identities = new Map<string, EngageAuthor>();
  private readonly seen = new Set<string>();
  /** Whether an agent's message was read. */
  private readonly read = new Map<string, boolean>();
  private failures: Failure[] = [];
  private holding = false;

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

  destination(tenant: Tenant): string {
    const url = tenant.engage.realtimeEndpointUrl;
    if (url === undefined) throw new TenantIncomplete(['engage.realtimeEndpointUrl']);
    return new URL(url).host;
  }

  async sendMessage(tenant: Tenant, message: MessageToEngage, signal: AbortSignal): Promise<void> {
    return this.call('sendMessage', tenant, signal, () => {
      if (message.text.trim() === '' && message.attachments.length === 0) return;
      this.identities.set(key(tenant, message.author.id), message.author);
      if (this.seen.has(key(tenant, message.foreignId))) return;
      this.seen.add(key(tenant, message.foreignId));
      this.threadOf(tenant, message.threadForeignId).messages.push(message);
    });
  }

  async saveIdentity(tenant: Tenant, author: EngageAuthor, signal: AbortSignal): Promise<void> {
    return this.call('saveIdentity', tenant, signal, () => void this.identities.set(key(tenant, author.id), author));
  }

  async startTyping(
    tenant: Tenant,
    threadForeignId: ForeignId,
    preview: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    return this.call('startTyping', tenant, signal, () => {
      this.existing(tenant, threadForeignId).typing = preview?.trim() ? preview : '…';
    });
  }

  async stopTyping(tenant: Tenant, threadForeignId: ForeignId, signal: AbortSignal): Promise<void> {
    return this.call('stopTyping', tenant, signal, () => {
      this.existing(tenant, threadForeignId).typing = undefined;
    });
  }

  async markAsRead(tenant: Tenant, messageId: ForeignId, signal: AbortSignal): Promise<void> {
    return this.call('markAsRead', tenant, signal, () => {
      if (!this.read.has(key(tenant, messageId))) throw new FakeRefusal('There is no such message.');
      this.read.set(key(tenant, messageId), true);
    });
  }

  async findThread(tenant: Tenant, foreignId: ForeignId, signal: AbortSignal): Promise<EngageThread | undefined> {
    return this.call('findThread', tenant, signal, () => this.view(tenant, (thread) => thread.foreignId === foreignId));
  }

  async readThread(tenant: Tenant, id: EngageThreadId, signal: AbortSignal): Promise<EngageThread | undefined> {
    return this.call('readThread', tenant, signal, () => this.view(tenant, (thread) => thread.id === id));
  }

  async replaceCategories(
    tenant: Tenant,
    id: EngageThreadId,
    categoryIds: readonly string[],
    signal: AbortSignal,
  ): Promise<Date> {
    return this.call('replaceCategories', tenant, signal, () => {
      const thread = this.visible(tenant).find((candidate) => candidate.id === id);
      if (!thread) throw new FakeRefusal('There is no such thread.');
      if (thread.busy) {
        thread.busy = false;
        throw new FakeBusy('The thread is being categorised.', { retryAfterMs: 700 });
      }
      thread.categoryIds = [...categoryIds];
      return this.now;
    });
  }

  async interventions(
    tenant: Tenant,
    threadIds: readonly EngageThreadId[],
    signal: AbortSignal,
  ): Promise<EngageIntervention[]> {
    return this.call('interventions', tenant, signal, () => {
      const wanted = this.visible(tenant).filter((thread) => threadIds.includes(thread.id));
      return wanted
        .flatMap((thread) => thread.interventions)
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    });
  }

  async endIntervention(tenant: Tenant, intervention: EngageIntervention, signal: AbortSignal): Promise<void> {
    return this.call('endIntervention', tenant, signal, () => {
      const thread = this.visible(tenant).find((candidate) => candidate.id === intervention.threadId);
      const current = thread?.interventions.find((candidate) => candidate.id === intervention.id);
      if (!thread || !current || current.closed) return;
      if (current.userRepliesCount > 0) this.change(thread, current, { closed: true });
      else thread.interventions = thread.interventions.filter((candidate) => candidate !== current);
    });
  }

  contents(tenant: Tenant, threadForeignId: ForeignId): { authorId: string; text: string }[] {
    const thread = this.visible(tenant).find((candidate) => candidate.foreignId === threadForeignId);
    return (thread?.messages ?? []).map(({ author, text }) => ({ authorId: author.id, text }));
  }

  screenname(tenant: Tenant, identityId: string): string | undefined {
    return this.identities.get(key(tenant, identityId))?.fields['screenname'];
  }

  holdImports(): void {
    this.holding = true;
  }

  finishImports(): void {
    this.holding = false;
    for (const thread of this.threads) thread.imported = true;
  }

  openIntervention(tenant: Tenant, threadForeignId: ForeignId): void {
    const thread = this.thread(tenant, threadForeignId);
    const times = { createdAt: this.now, updatedAt: this.now };
    thread.interventions.unshift({
      id: newId(),
      threadId: thread.id,
      closed: false,
      deferred: false,
      userRepliesCount: 0,
      ...times,
    });
  }

  reply(tenant: Tenant, threadForeignId: ForeignId): void {
    const { thread, newest } = this.newest(tenant, threadForeignId);
    this.change(thread, newest, { userRepliesCount: newest.userRepliesCount + 1 });
  }

  complete(tenant: Tenant, threadForeignId: ForeignId): void {
    const { thread, newest } = this.newest(tenant, threadForeignId);
    this.change(thread, newest, { closed: true });
  }

  exported(tenant: Tenant, messageId: ForeignId): void {
    this.read.set(key(tenant, messageId), false);
  }

  isRead(tenant: Tenant, messageId: ForeignId): boolean {
    return this.read.get(key(tenant, messageId)) === true;
  }

  typing(tenant: Tenant, threadForeignId: ForeignId): string | undefined {
    return this.thread(tenant, threadForeignId).typing;
  }

  keepBusy(tenant: Tenant, threadForeignId: ForeignId): void {
    this.thread(tenant, threadForeignId).busy = true;
  }

  private async call<Result>(
    method: Method,
    tenant: Tenant,
    signal: AbortSignal,
    effect: () => Result,
  ): Promise<Result> {
    this.calls.push({ method, tenantId: tenant.id });
    signal.throwIfAborted();
    this.destination(tenant);
    const failure = this.failures.find((candidate) => candidate.method === method);
    this.failures = this.failures.filter((candidate) => candidate !== failure);
    if (failure?.when === 'before') throw failure.error;
    const result = effect();
    if (failure) throw failure.error;
    return result;
  }

  private threadOf(tenant: Tenant, foreignId: ForeignId): FakeThread {
    const known = this.threads.find(
      (candidate) => candidate.tenantId === tenant.id && candidate.foreignId === foreignId,
    );
    if (known) return known;
    const categoryIds = tenant.engage.botCategoryId === undefined ? [] : [tenant.engage.botCategoryId];
    const state = {
      categoryIds,
      busy: false,
      imported: !this.holding,
      messages: [],
      interventions: [],
      typing: undefined,
    };
    const thread: FakeThread = { tenantId: tenant.id, id: newId<EngageThreadId>(), foreignId, ...state };
    this.threads.push(thread);
    return thread;
  }

  private existing(tenant: Tenant, foreignId: ForeignId): FakeThread {
    const thread = this.threads.find((known) => known.tenantId === tenant.id && known.foreignId === foreignId);
    if (!thread) throw new FakeRefusal('There is no such thread.');
    return thread;
  }

  private visible(tenant: Tenant): FakeThread[] {
    return this.threads.filter((thread) => thread.tenantId === tenant.id && thread.imported);
  }

  private view(tenant: Tenant, matches: (thread: FakeThread) => boolean): EngageThread | undefined {
    const thread = this.visible(tenant).find(matches);
    return thread && { id: thread.id, foreignId: thread.foreignId, categoryIds: [...thread.categoryIds] };
  }

  private newest(tenant: Tenant, threadForeignId: ForeignId): { thread: FakeThread; newest: EngageIntervention } {
    const thread = this.thread(tenant, threadForeignId);
    const newest = thread.interventions[0];
    if (!newest) throw new Error('The thread has no intervention.');
    return { thread, newest };
  }

  private change(thread: FakeThread, intervention: EngageIntervention, change: Partial<EngageIntervention>): void {
    const changed = { ...intervention, ...change, updatedAt: this.now };
    thread.interventions = thread.interventions.map((candidate) => (candidate === intervention ? changed : candidate));
  }
}

function key(tenant: Tenant, id: string): string {
  return `${tenant.id} ${id}`;
}
