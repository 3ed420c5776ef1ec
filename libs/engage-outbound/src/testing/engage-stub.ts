import { newId, Secret, type EngageThreadId, type ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { type StubAnswer, type StubReply, type StubRequest, StubServer } from '#testing';
import type { AgentsWords, EngageSide, Shown, WrittenByCustomer } from '../../../handover/src/testing/engage-side.js';
import { sign } from '../application/sign.js';
import { answerAboutCustomers, page, restError } from './engage-stub-customers.js';
import { messageFault, type MessageParams } from './engage-stub-messages.js';
import {
  categorise,
  intervene,
  listInterventions,
  newThread,
  type StubContent,
  type StubThread,
  threadRecord,
} from './engage-stub-threads.js';
import { choicesIn } from './structured-limits.js';

interface Source {
  readonly tenant: Tenant;
  readonly users: Map<string, string>;
  readonly threads: StubThread[];
  /** Agents' messages by our ids, and whether they were read. */
  readonly replies: Map<string, boolean>;
  readonly uploads: Map<string, string>;
  mayReply: boolean;
  showsStructured: boolean;
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const refused = (status: number, text: string): StubAnswer => ({ status, body: text });

/**
 * A small strict Engage over real HTTP: a wrong signature, token, date or parameter is refused as Engage documents it. One
 * source for each tenant added, distinguished by source id and REST token.
 */
export class EngageStub implements EngageSide {
  private readonly sources: Source[] = [];
  private holding = false;

  private constructor(readonly server: StubServer) {}

  static async start(): Promise<EngageStub> {
    const stub = new EngageStub(await StubServer.start());
    stub.server.reply((request) => stub.answer(request));
    return stub;
  }

  /** Creates a source for the tenant here. @returns the tenant with the settings for it */
  add(tenant: Tenant): Tenant {
    const sourceId = newId();
    const here: Tenant = {
      ...tenant,
      engage: {
        ...tenant.engage,
        sourceId,
        baseApiUrl: this.server.url,
        apiAccessToken: new Secret(newId()),
        realtimeEndpointUrl: `${this.server.url}/realtime/sdk/${sourceId}`,
        realtimeAccessToken: new Secret(newId()),
      },
    };
    const empty = { users: new Map(), threads: [], replies: new Map(), uploads: new Map() };
    this.sources.push({ tenant: here, ...empty, mayReply: true, showsStructured: true });
    return here;
  }

  contents(tenant: Tenant, threadForeignId: ForeignId): { authorId: string; text: string }[] {
    const thread = this.sourceOf(tenant).threads.find(({ foreignId }) => foreignId === threadForeignId);
    return (thread?.contents ?? []).map(({ authorId, text }) => ({ authorId, text }));
  }

  shown(tenant: Tenant, threadForeignId: ForeignId): Shown[] {
    const thread = this.sourceOf(tenant).threads.find(({ foreignId }) => foreignId === threadForeignId);
    return (thread?.contents ?? []).map(shown);
  }

  shownReplies(tenant: Tenant, threadId: EngageThreadId): Shown[] {
    const thread = this.sourceOf(tenant).threads.find(({ id }) => id === threadId);
    return (thread?.answered ?? []).map(shown);
  }

  refuseStructured(tenant: Tenant): void {
    this.sourceOf(tenant).showsStructured = false;
  }

  screenname(tenant: Tenant, identityId: string): string | undefined {
    return this.sourceOf(tenant).users.get(identityId);
  }

  holdImports(): void {
    this.holding = true;
  }

  finishImports(): void {
    this.holding = false;
    for (const { threads } of this.sources) for (const thread of threads) thread.imported = true;
  }

  openIntervention(tenant: Tenant, threadForeignId: ForeignId): void {
    const opened = { id: newId(), createdAt: new Date().toISOString(), closed: false, replies: 0 };
    this.thread(tenant, threadForeignId).interventions.unshift(opened);
  }

  reply(tenant: Tenant, threadForeignId: ForeignId): void {
    this.thread(tenant, threadForeignId).interventions[0]!.replies += 1;
  }

  agentWrote(tenant: Tenant, threadForeignId: ForeignId, words: AgentsWords): void {
    this.thread(tenant, threadForeignId).agentsWords.push(words);
  }

  complete(tenant: Tenant, threadForeignId: ForeignId): void {
    this.thread(tenant, threadForeignId).interventions[0]!.closed = true;
  }

  exported(tenant: Tenant, messageId: ForeignId): void {
    this.sourceOf(tenant).replies.set(messageId, false);
  }

  isRead(tenant: Tenant, messageId: ForeignId): boolean {
    return this.sourceOf(tenant).replies.get(messageId) === true;
  }

  typing(tenant: Tenant, threadForeignId: ForeignId): string | undefined {
    return this.thread(tenant, threadForeignId).typing;
  }

  keepBusy(tenant: Tenant, threadForeignId: ForeignId): void {
    this.thread(tenant, threadForeignId).busy = true;
  }

  customerWrites(tenant: Tenant, customerId: string, threadId?: EngageThreadId): WrittenByCustomer {
    const { threads } = this.sourceOf(tenant);
    const known = threads.find(({ id }) => id === threadId);
    const thread = known ?? newThread(newId(), true);
    if (!known) threads.push(thread);
    const contentId: string = newId();
    thread.asked.push({ id: contentId, customerId });
    return { threadId: thread.id as EngageThreadId, contentId };
  }

  replies(tenant: Tenant, threadId: EngageThreadId): { inReplyTo: string; text: string; private: boolean }[] {
    const thread = this.sourceOf(tenant).threads.find(({ id }) => id === threadId);
    return (thread?.answered ?? []).map(({ inReplyTo, text, private: isPrivate }) => ({
      inReplyTo,
      text,
      private: isPrivate,
    }));
  }

  comments(tenant: Tenant, threadId: EngageThreadId): string[] {
    return this.sourceOf(tenant).threads.find(({ id }) => id === threadId)?.comments ?? [];
  }

  forbidReplies(tenant: Tenant): void {
    this.sourceOf(tenant).mayReply = false;
  }

  private sourceOf(tenant: Tenant): Source {
    return this.sources.find((source) => source.tenant.id === tenant.id)!;
  }

  private thread(tenant: Tenant, threadForeignId: ForeignId): StubThread {
    return this.sourceOf(tenant).threads.find(({ foreignId }) => foreignId === threadForeignId)!;
  }

  private answer(request: StubRequest): StubReply {
    if (request.path.startsWith('/realtime/sdk/')) return this.push(request);
    const source = this.sources.find(
      ({ tenant }) => request.headers.authorization === `Bearer ${tenant.engage.apiAccessToken?.reveal()}`,
    );
    if (!source) return restError(401, 'Access token is missing or invalid');
    return this.rest(source, request);
  }

  private push(request: StubRequest): StubAnswer {
    const source = this.sources.find(({ tenant }) => request.path === `/realtime/sdk/${tenant.engage.sourceId}`);
    if (!source || request.method !== 'POST') return refused(422, 'Source not found');
    const key = source.tenant.engage.realtimeAccessToken!;
    if (request.headers['x-smccsdk-signature'] !== sign(request.text, key)) return refused(422, 'Invalid signature');
    const { action, params } = request.json<{ action?: string; params?: MessageParams }>();
    if (!action || !params) return refused(400, 'Invalid request format');
    if (action === 'users.create') return this.saveUser(source, params as MessageParams['author']);
    if (action === 'status.mark_as_read') return markAsRead(source, params.id);
    if (action === 'typing.start' || action === 'typing.stop') return showTyping(source, action, params);
    return action === 'messages.create' ? this.saveMessage(source, params) : refused(422, 'Invalid action');
  }

  private saveUser(source: Source, user: MessageParams['author']): StubAnswer {
    if (!user?.id || !user.screenname || !DATE.test(user.created_at ?? '') || !DATE.test(user.updated_at ?? ''))
      return refused(422, 'Invalid resource format');
    source.users.set(user.id, user.screenname);
    return { body: 'ok' };
  }

  private saveMessage(source: Source, params: MessageParams): StubAnswer {
    const { id = '', thread_id: foreignId = '', body = '', author, attachments = [] } = params;
    const known = source.threads.flatMap(({ contents }) => contents.map((content) => content.id));
    const fault = messageFault(
      params,
      source.showsStructured,
      (other) => known.includes(other) || source.replies.has(other),
    );
    if (fault !== undefined) return refused(422, fault);
    if (!author || this.saveUser(source, author).status) return refused(422, 'Invalid resource format');
    let thread = source.threads.find((candidate) => candidate.foreignId === foreignId);
    if (!thread) {
      thread = newThread(foreignId, !this.holding);
      source.threads.push(thread);
    }
    const files = attachments.map(({ filename, url }) => filename ?? url ?? '');
    const content = { id, authorId: author.id, text: body, structured: params.structured_content, files };
    if (!thread.contents.some((candidate) => candidate.id === id)) thread.contents.push(content);
    return { body: 'ok' };
  }

  private rest(source: Source, request: StubRequest): StubAnswer {
    const [, , collection, id, verb] = request.path.split('/');
    const threads = source.threads.filter(({ imported }) => imported);
    const aboutCustomers = answerAboutCustomers(
      { ...source, sourceId: source.tenant.engage.sourceId, threads },
      request,
    );
    if (aboutCustomers) return aboutCustomers;
    if (collection === 'content_threads') {
      if (id === undefined) return this.searchThreads(source, threads, request);
      const thread = threads.find((candidate) => candidate.id === id);
      if (!thread) return restError(404, 'Resource not found');
      return verb === 'update_categories'
        ? categorise(source.tenant.engage.sourceId, thread, request)
        : { body: threadRecord(source.tenant.engage.sourceId, thread) };
    }
    if (id === undefined) return listInterventions(threads, request);
    const thread = threads.find(({ interventions }) => interventions.some((candidate) => candidate.id === id));
    if (!thread) return restError(404, 'Resource not found');
    return intervene(
      thread,
      thread.interventions.find((candidate) => candidate.id === id)!,
      `${request.method} ${verb ?? ''}`,
    );
  }

  private searchThreads(source: Source, threads: StubThread[], request: StubRequest): StubAnswer {
    const [, foreignId, sourceId] = /^foreign:"([^"]*)" source:(\S+)$/.exec(request.query.get('q') ?? '') ?? [];
    const found = threads.filter(
      (thread) => thread.foreignId === foreignId && source.tenant.engage.sourceId === sourceId,
    );
    return page(found.map((thread) => threadRecord(source.tenant.engage.sourceId, thread)));
  }
}

function shown({ text, structured, files }: Pick<StubContent, 'text' | 'structured' | 'files'>): Shown {
  return { text: text.trim(), ...(structured && { choices: choicesIn(structured) }), files };
}

function markAsRead(source: Source, id = ''): StubAnswer {
  if (!source.replies.has(id)) return refused(422, 'Invalid resource format');
  source.replies.set(id, true);
  return { body: 'ok' };
}

function showTyping(source: Source, action: string, { thread_id: foreignId, preview }: MessageParams): StubAnswer {
  const thread = source.threads.find((candidate) => candidate.foreignId === foreignId);
  if (!thread || (action === 'typing.start' && !preview?.trim())) return refused(422, 'Invalid resource format');
  thread.typing = preview;
  return { body: 'ok' };
}
