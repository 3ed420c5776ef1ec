import { newId } from '#kernel';
import type { StubAnswer, StubRequest } from '#testing';

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
}

/** What a thread holds besides what our own source sent. */
export interface CustomersOfThread {
  readonly id: string;
  /** Customers' contents on a source that Engage serves. */
  readonly asked: { readonly id: string; readonly customerId: string }[];
  readonly answered: StubReplyContent[];
  readonly comments: string[];
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
export function answerAboutCustomers(
  threads: readonly CustomersOfThread[],
  mayReply: boolean,
  request: StubRequest,
): StubAnswer | undefined {
  const form = new URLSearchParams(request.text);
  switch (`${request.method} ${request.path}`) {
    case 'POST /1.0/contents':
      return mayReply ? reply(threads, form) : restError(403, 'Not allowed');
    case 'GET /1.0/contents':
      return listContents(threads, request.query.get('q') ?? '');
    case 'POST /1.0/interventions':
      return openIntervention(threads, form.get('content_id'));
    case 'POST /1.0/intervention_comments':
      return comment(threads, form);
    case 'GET /1.0/settings':
      return { body: { push_enabled: true } };
    default:
      return undefined;
  }
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

function reply(threads: readonly CustomersOfThread[], form: URLSearchParams): StubAnswer {
  const inReplyTo = form.get('in_reply_to_id') ?? '';
  const text = form.get('body') ?? '';
  const found = asked(threads, inReplyTo);
  if (!found) return restError(404, 'Resource not found');
  const open = found.thread.interventions.find((one) => !one.closed && one.identityId === found.customerId);
  if (!open || text === '') return restError(422, 'Content is not under an open intervention');
  open.replies += 1;
  const content = { id: newId(), inReplyTo, text, private: form.get('private') === 'true' };
  found.thread.answered.push(content);
  return { body: contentRecord(content) };
}

function listContents(threads: readonly CustomersOfThread[], query: string): StubAnswer {
  const [, threadId] = /^thread:(\S+) order:created_at\.desc$/.exec(query) ?? [];
  const thread = threads.find(({ id }) => id === threadId);
  const imported = (thread?.asked ?? []).map(({ id }) => ({ id, created_from: 'synchronizer', body: 'Hi' }));
  return page([...(thread?.answered ?? []).map(contentRecord).reverse(), ...imported]);
}

function contentRecord({ id, inReplyTo, text, private: isPrivate }: StubReplyContent): object {
  const padded = `${text} `; // Engage may tidy up or add white space
  return { id, created_from: 'api', in_reply_to_id: inReplyTo, body: padded, private_message: isPrivate };
}

function openIntervention(threads: readonly CustomersOfThread[], contentId: string | null): StubAnswer {
  const found = asked(threads, contentId);
  if (!found) return restError(422, 'Content is invalid');
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
