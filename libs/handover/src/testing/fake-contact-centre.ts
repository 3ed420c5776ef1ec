import type { EngageThreadId, ForeignId, JsonObject } from '#kernel';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import type { Attachment, EngageAuthor, EngageIntervention, EngageMessage, EngageThread } from '#handover-rules';
import type { AgentsWords, EngageSide } from './engage-side.js';
import { FakeBusy, FakeEngage, FakeRefusal, type FakeThread } from './fake-engage.js';

export { FakeBusy, FakeRefusal, OWN_USER } from './fake-engage.js';

/**
 * Engage in memory: threads with categories, contents and interventions, one world per tenant. Messages are kept whole.
 * Failures are programmed with `failNext`, the time on Engage's clock is `now`.
 */
export class FakeContactCentre extends FakeEngage implements EngageSide {
  private readonly identities = new Map<string, EngageAuthor>();
  private readonly seen = new Set<string>();
  /** The files of customers' contents, by content. */
  readonly filesOfContents = new Map<string, Attachment[]>();
  /** Whether an agent's message was read. */
  private readonly read = new Map<string, boolean>();

  destination(tenant: Tenant, channelOwner: 'bot' | 'engage' = 'bot'): string {
    const setting = channelOwner === 'engage' ? 'baseApiUrl' : 'realtimeEndpointUrl';
    const url = tenant.engage[setting];
    if (url === undefined) throw new TenantIncomplete([`engage.${setting}`]);
    return new URL(url).host;
  }

  async sendMessage(tenant: Tenant, message: EngageMessage, signal: AbortSignal): Promise<void> {
    return this.call('sendMessage', tenant, signal, () => {
      const { text, attachments, content, reply } = message;
      if (text.trim() === '' && attachments.length === 0 && !content && !reply) return;
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

  async filesOf(tenant: Tenant, contentId: string, signal: AbortSignal): Promise<Attachment[]> {
    return this.call('filesOf', tenant, signal, () => this.filesOfContents.get(contentId) ?? []);
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

  async contentsSince(
    tenant: Tenant,
    threadId: EngageThreadId,
    since: Date,
    signal: AbortSignal,
  ): Promise<JsonObject[]> {
    return this.call('contentsSince', tenant, signal, () =>
      recordsOf(
        this.visible(tenant).filter(({ id }) => id === threadId),
        since,
      ),
    );
  }

  async sourceContentsSince(tenant: Tenant, sourceId: string, since: Date, signal: AbortSignal): Promise<JsonObject[]> {
    return this.call('sourceContentsSince', tenant, signal, () =>
      recordsOf(sourceId === tenant.engage.sourceId ? this.visible(tenant) : [], since),
    );
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
    this.addIntervention(this.thread(tenant, threadForeignId), {});
  }

  reply(tenant: Tenant, threadForeignId: ForeignId): void {
    const { thread, newest } = this.newest(tenant, threadForeignId);
    this.change(thread, newest, { userRepliesCount: newest.userRepliesCount + 1 });
  }

  agentWrote(tenant: Tenant, threadForeignId: ForeignId, words: AgentsWords): void {
    this.thread(tenant, threadForeignId).agentsWords.push(words);
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

  private existing(tenant: Tenant, foreignId: ForeignId): FakeThread {
    const thread = this.threads.find((known) => known.tenantId === tenant.id && known.foreignId === foreignId);
    if (!thread) throw new FakeRefusal('There is no such thread.');
    return thread;
  }

  private view(tenant: Tenant, matches: (thread: FakeThread) => boolean): EngageThread | undefined {
    const thread = this.visible(tenant).find(matches);
    if (!thread) return undefined;
    const { id, foreignId, categoryIds, closed } = thread;
    return { id, foreignId, categoryIds: [...categoryIds], closed, readAt: this.now };
  }

  private newest(tenant: Tenant, threadForeignId: ForeignId): { thread: FakeThread; newest: EngageIntervention } {
    const thread = this.thread(tenant, threadForeignId);
    const newest = thread.interventions[0];
    if (!newest) throw new Error('The thread has no intervention.');
    return { thread, newest };
  }
}

function key(tenant: Tenant, id: string): string {
  return `${tenant.id} ${id}`;
}

function recordsOf(threads: readonly FakeThread[], since: Date): JsonObject[] {
  return threads
    .flatMap(({ agentsWords }) => agentsWords)
    .filter(({ at }) => at >= since)
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ id, text, at, status }) => ({
      id,
      body: text,
      created_at: at.toISOString(),
      synchronization_status: status,
    }));
}
