import { isJsonObject, type JsonObject, newId } from '#kernel';
import type { StubAnswer, StubRequest } from '#testing';
import type { AgentsWords } from '../../../handover/src/testing/engage-side.js';
import { structuredFault } from './structured-limits.js';

export interface StubIntervention {
  readonly id: string;
  readonly createdAt: string;
  readonly identityId?: string;
  userId?: string;
  closed: boolean;
  replies: number;
}

interface StubReplyContent {
  readonly id: string;
  readonly inReplyTo: string;
  readonly text: string;
  readonly private: boolean;
  readonly structured: JsonObject | undefined;
  readonly files: readonly string[];
}

/** A customer's content, without its author. */
interface AskedContent {
  readonly id: string;
  readonly customerId: string;
  readonly files?: readonly object[];
}

/** A source that Engage serves, as far as the token's user may use it. */
export interface CustomersSource {
  readonly sourceId: string | undefined;
  readonly threads: readonly CustomersOfThread[];
  readonly mayReply: boolean;
  readonly showsStructured: boolean;
  /** Names of the files that were uploaded, by id. */
  readonly uploads: Map<string, string>;
}

/** The contents of a thread, without those that our own source sent. */
export interface CustomersOfThread {
  readonly id: string;
  /** Customers' contents on a source that Engage serves. */
  readonly asked: AskedContent[];
  readonly answered: StubReplyContent[];
  readonly comments: string[];
  /** Contents of agents, oldest first. */
  readonly agentsWords: AgentsWords[];
  interventions: StubIntervention[];
}

const OWN_USER = 'token-user';

export const restError = (status: number, message: string): StubAnswer => ({
  status,
  body: { error: 'some_id', message, status },
});
export const page = (records: unknown[]): StubAnswer => ({
  body: { count: records.length, offset: 0, limit: 150, records },
});

/** Calls about sources that Engage serves itself. @returns undefined for any other call */
export function answerAboutCustomers(source: CustomersSource, request: StubRequest): StubAnswer | undefined {
  const { threads } = source;
  const form = new URLSearchParams(request.text);
  switch (`${request.method} ${request.path}`) {
    case 'POST /1.0/contents':
      return source.mayReply ? reply(source, request) : restError(403, 'Not allowed');
    case 'GET /1.0/contents':
      return listContents(source, request.query.get('q') ?? '');
    case 'POST /1.0/attachments':
      return upload(source, request);
    case 'POST /1.0/interventions':
      return openIntervention(threads, form.get('content_id'));
    case 'POST /1.0/bots/engage':
      return openIntervention(threads, form.get('content_id'));
    case 'POST /1.0/intervention_comments':
      return comment(threads, form);
    case 'GET /1.0/settings':
      return { body: { push_enabled: true } };
    default:
      return request.path.startsWith('/1.0/contents/') ? showContent(threads, request) : showSource(request);
  }
}

/** Every source exists, except one. */
function showSource({ method, path }: StubRequest): StubAnswer | undefined {
  const [, id] = /^\/1\.0\/content_sources\/(.+)$/.exec(path) ?? [];
  if (method !== 'GET' || id === undefined) return undefined;
  return id === 'unreadable' ? restError(404, 'Resource not found') : { body: { id, name: `Source ${id}` } };
}

export function interventionRecord(threadId: string, intervention: StubIntervention): object {
  const { id, closed, replies, createdAt, identityId = null, userId = null } = intervention;
  const times = { created_at: createdAt, updated_at: createdAt, deferred_at: null };
  const status = closed ? 'Fermée' : 'Ouverte';
  const people = { identity_id: identityId, user_id: userId };
  return { id, thread_id: threadId, status, closed, user_replies_count: replies, ...people, ...times };
}

function asked(
  threads: readonly CustomersOfThread[],
  id: string | null,
): { thread: CustomersOfThread; customerId: string } | undefined {
  for (const thread of threads) {
    const content = thread.asked.find((candidate) => candidate.id === id);
    if (content) return { thread, customerId: content.customerId };
  }
  return undefined;
}

interface ReplyParams {
  readonly in_reply_to_id: string;
  readonly body: string;
  readonly private: boolean;
  readonly attachment_ids: string[];
  readonly structured_content?: JsonObject;
}

/** JSON if something is structured, else a form. */
function replyParams({ headers, text, json }: StubRequest): ReplyParams {
  if (headers['content-type'] === 'application/json') return { ...json<ReplyParams>(), attachment_ids: [] };
  const form = new URLSearchParams(text);
  return {
    in_reply_to_id: form.get('in_reply_to_id') ?? '',
    body: form.get('body') ?? '',
    private: form.get('private') === 'true',
    attachment_ids: form.getAll('attachment_ids[]'),
  };
}

function reply({ threads, showsStructured, uploads }: CustomersSource, request: StubRequest): StubAnswer {
  const { in_reply_to_id: inReplyTo, body, attachment_ids: ids, ...params } = replyParams(request);
  const found = asked(threads, inReplyTo);
  if (!found) return restError(404, 'Resource not found');
  const open = found.thread.interventions.find((one) => !one.closed && one.identityId === found.customerId);
  if (!open || body === '') return restError(422, 'Content is not under an open intervention');
  if (ids.some((id) => !uploads.has(id))) return restError(422, 'Attachment is invalid');
  const { structured_content: structured, private: isPrivate } = params;
  if (structured && (!showsStructured || structureFault(structured, uploads)))
    return restError(422, 'Content is invalid');
  open.replies += 1;
  const files = ids.map((id) => uploads.get(id) ?? '');
  const content = { id: newId(), inReplyTo, text: body, private: isPrivate, structured, files };
  found.thread.answered.push(content);
  return { body: contentRecord(content) };
}

function structureFault(structured: JsonObject, uploads: CustomersSource['uploads']): string | undefined {
  const items = Array.isArray(structured['items']) ? structured['items'].filter(isJsonObject) : [];
  const images = [structured, ...items].flatMap(({ attachment_id: id }) => (typeof id === 'string' ? [id] : []));
  return structuredFault(structured, 'attachment_id') ?? images.find((id) => !uploads.has(id));
}

function upload({ uploads }: CustomersSource, { headers, text }: StubRequest): StubAnswer {
  const [, boundary] = /^multipart\/form-data; ?boundary=(\S+)$/.exec(headers['content-type'] ?? '') ?? [];
  const [, filename] = /^Content-Disposition: form-data; name="file"; filename="([^"]+)"\r$/m.exec(text) ?? [];
  const isWhole = boundary !== undefined && text.trimEnd().endsWith(`--${boundary}--`);
  if (!isWhole || filename === undefined || filename.endsWith('.exe')) return restError(422, 'File is invalid');
  const id: string = newId();
  uploads.set(id, filename);
  return { body: { id, filename, 'public?': true } };
}

function showContent(threads: readonly CustomersOfThread[], { path }: StubRequest): StubAnswer {
  const id = decodeURIComponent(path.split('/')[3] ?? '');
  const content = threads.flatMap((thread) => thread.asked).find((candidate) => candidate.id === id);
  return content ? { body: { id, attachments: content.files ?? [] } } : restError(404, 'Resource not found');
}

function listContents({ sourceId, threads }: CustomersSource, query: string): StubAnswer {
  const [, keyword, id] = /^(thread|source):(\S+) order:created_at\.desc$/.exec(query) ?? [];
  if (keyword === 'source') return page(id === sourceId ? wordsOf(threads) : []);
  const thread = threads.find((candidate) => candidate.id === id);
  const imported = (thread?.asked ?? []).map((content) => ({
    id: content.id,
    created_from: 'synchronizer',
    body: 'Hi',
  }));
  return page([
    ...wordsOf(thread ? [thread] : []),
    ...(thread?.answered ?? []).map(contentRecord).reverse(),
    ...imported,
  ]);
}

/** Newest first. */
function wordsOf(threads: readonly CustomersOfThread[]): object[] {
  const all = threads.flatMap(({ agentsWords }) => agentsWords);
  return all
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
    .map(agentsRecord)
    .reverse();
}

function agentsRecord({ id, text, at, status }: AgentsWords): object {
  const created = at.toISOString().replace(/\.\d+Z$/, 'Z');
  const exported = { synchronization_status: status, foreign_id: null };
  return { id, created_from: 'interface', creator_id: 'mara', body: text, created_at: created, ...exported };
}

function contentRecord({ id, inReplyTo, text, private: isPrivate }: StubReplyContent): object {
  const padded = `${text} `; // Engage may remove or add white space
  return { id, created_from: 'api', in_reply_to_id: inReplyTo, body: padded, private_message: isPrivate };
}

function openIntervention(threads: readonly CustomersOfThread[], contentId: string | null): StubAnswer {
  const found = asked(threads, contentId);
  if (!found) return restError(422, 'Content cannot be engaged');
  const { thread, customerId } = found;
  let intervention = thread.interventions.find(({ identityId }) => identityId === customerId);
  if (intervention && !intervention.closed) return restError(422, 'Intervention is already opened');
  if (!intervention) {
    const createdAt = new Date().toISOString();
    intervention = { id: newId(), createdAt, identityId: customerId, closed: false, replies: 0 };
    thread.interventions.unshift(intervention);
  }
  Object.assign(intervention, { closed: false, userId: OWN_USER });
  return { body: interventionRecord(thread.id, intervention) };
}

function comment(threads: readonly CustomersOfThread[], form: URLSearchParams): StubAnswer {
  const thread = threads.find(({ interventions }) =>
    interventions.some(({ id, userId }) => id === form.get('intervention_id') && userId === form.get('user_id')),
  );
  if (!thread) return restError(404, 'Resource not found');
  thread.comments.push(form.get('body') ?? '');
  return { body: {} };
}
