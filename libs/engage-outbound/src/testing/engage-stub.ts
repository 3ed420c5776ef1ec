import { newId, Secret, type EngageThreadId, type ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { type StubAnswer, type StubReply, type StubRequest, StubServer } from '#testing';
import type { EngageSide, WrittenByCustomer } from '../../../handover/src/testing/engage-side.js';
import { sign } from '../application/sign.js';
import {
  answerAboutCustomers,
  type CustomersOfThread,
  interventionRecord,
  page,
  restError,
  type StubIntervention,
} from './engage-stub-customers.js';

interface Thread extends CustomersOfThread {
  readonly foreignId: string;
  readonly contents: { id: string; authorId: string; text: string }[];
  categories: string[];
  imported: boolean;
  busy: boolean;
  typing?: string | undefined;
}

interface Source {
  readonly tenant: Tenant;
  readonly users: Map<string, string>;
  readonly threads: Thread[];
  /** Agents' messages by our ids, and whether they were read. */
  readonly replies: Map<string, boolean>;
  mayReply: boolean;
}

interface MessageParams {
  id?: string;
  thread_id?: string;
  body?: string;
  format?: string;
  preview?: string;
  author?: { id: string; screenname?: string; created_at?: string; updated_at?: string };
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const refused = (status: number, text: string): StubAnswer => ({ status, body: text });

/**
 * A small strict Engage over real HTTP: a wrong signature, token, date or parameter is refused as Engage documents it. One
 * source for each tenant added, told apart by source id and REST token.
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

  /** Gives the tenant a source here, and the tenant the settings for it. */
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
    this.sources.push({ tenant: here, users: new Map(), threads: [], replies: new Map(), mayReply: true });
    return here;
  }

  contents(tenant: Tenant, threadForeignId: ForeignId): { authorId: string; text: string }[] {
    const thread = this.sourceOf(tenant).threads.find(({ foreignId }) => foreignId === threadForeignId);
    return (thread?.contents ?? []).map(({ authorId, text }) => ({ authorId, text }));
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
    return (thread?.answered ?? []).map(({ id: _id, ...reply }) => reply);
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

  private thread(tenant: Tenant, threadForeignId: ForeignId): Thread {
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

  private saveMessage(source: Source, { id, thread_id: foreignId, body, format, author }: MessageParams): StubAnswer {
    if (!id || !foreignId || !body?.trim() || body.length > 20_000 || format !== 'text')
      return refused(422, 'Invalid resource format');
    if (!author || this.saveUser(source, author).status) return refused(422, 'Invalid resource format');
    let thread = source.threads.find((candidate) => candidate.foreignId === foreignId);
    if (!thread) {
      thread = newThread(foreignId, !this.holding);
      source.threads.push(thread);
    }
    if (!thread.contents.some((content) => content.id === id))
      thread.contents.push({ id, authorId: author.id, text: body });
    return { body: 'ok' };
  }

  private rest(source: Source, request: StubRequest): StubAnswer {
    const [, , collection, id, verb] = request.path.split('/');
    const threads = source.threads.filter(({ imported }) => imported);
    const aboutCustomers = answerAboutCustomers(threads, source.mayReply, request);
    if (aboutCustomers) return aboutCustomers;
    if (collection === 'content_threads') {
      if (id === undefined) return this.searchThreads(source, threads, request);
      const thread = threads.find((candidate) => candidate.id === id);
      if (!thread) return restError(404, 'Resource not found');
      return verb === 'update_categories'
        ? categorise(source, thread, request)
        : { body: threadRecord(source, thread) };
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

  private searchThreads(source: Source, threads: Thread[], request: StubRequest): StubAnswer {
    const [, foreignId, sourceId] = /^foreign:"([^"]*)" source:(\S+)$/.exec(request.query.get('q') ?? '') ?? [];
    const found = threads.filter(
      (thread) => thread.foreignId === foreignId && source.tenant.engage.sourceId === sourceId,
    );
    return page(found.map((thread) => threadRecord(source, thread)));
  }
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

function newThread(foreignId: string, imported: boolean): Thread {
  const empty = { contents: [], interventions: [], asked: [], answered: [], comments: [] };
  return { id: newId(), foreignId, categories: ['bot'], imported, busy: false, ...empty };
}

function categorise(source: Source, thread: Thread, request: StubRequest): StubAnswer {
  if (request.method !== 'PUT') return restError(404, 'Resource not found');
  if (thread.busy) {
    thread.busy = false;
    return restError(409, 'Thread is already being categorized');
  }
  const form = new URLSearchParams(request.text);
  if (!form.has('thread_category_ids[]')) return restError(400, 'thread_category_ids is missing');
  thread.categories = form.getAll('thread_category_ids[]').filter((id) => id !== '');
  return { body: threadRecord(source, thread) };
}

function intervene(thread: Thread, intervention: StubIntervention, call: string): StubAnswer {
  const record = { body: interventionRecord(thread.id, intervention) };
  if (call === 'GET ') return record;
  if (intervention.closed) return restError(403, 'Intervention is already closed');
  if (call === 'PUT close') {
    if (intervention.replies === 0) return restError(403, 'Intervention has no agent reply');
    intervention.closed = true;
    return record;
  }
  if (call !== 'DELETE cancel') return restError(404, 'Resource not found');
  if (intervention.replies > 0) return restError(403, 'Intervention has agent replies');
  thread.interventions = thread.interventions.filter((candidate) => candidate !== intervention);
  return record;
}

function listInterventions(threads: Thread[], request: StubRequest): StubAnswer {
  const ids = [...request.query.getAll('thread_id'), ...request.query.getAll('thread_id[]')];
  const wanted = threads.filter(({ id }) => ids.includes(id));
  return page(
    wanted.flatMap((thread) => thread.interventions.map((intervention) => interventionRecord(thread.id, intervention))),
  );
}

function threadRecord(source: Source, thread: Thread): object {
  return {
    id: thread.id,
    source_id: source.tenant.engage.sourceId,
    foreign_id: thread.foreignId,
    closed: false,
    thread_category_ids: thread.categories,
  };
}
