import { type JsonObject, newId } from '#kernel';
import type { StubAnswer, StubRequest } from '#testing';
import {
  type CustomersOfThread,
  interventionRecord,
  page,
  restError,
  type StubIntervention,
} from './engage-stub-customers.js';

export interface StubContent {
  readonly id: string;
  readonly authorId: string;
  readonly text: string;
  readonly structured: JsonObject | undefined;
  readonly files: readonly string[];
}

export interface StubThread extends CustomersOfThread {
  readonly foreignId: string;
  readonly contents: StubContent[];
  categories: string[];
  imported: boolean;
  busy: boolean;
  typing?: string | undefined;
}

export function newThread(foreignId: string, imported: boolean): StubThread {
  const empty = { contents: [], interventions: [], asked: [], answered: [], comments: [], agentsWords: [] };
  return { id: newId(), foreignId, categories: ['bot'], imported, busy: false, ...empty };
}

export function categorise(sourceId: string | undefined, thread: StubThread, request: StubRequest): StubAnswer {
  if (request.method !== 'PUT') return restError(404, 'Resource not found');
  if (thread.busy) {
    thread.busy = false;
    return restError(409, 'StubThread is already being categorized');
  }
  const form = new URLSearchParams(request.text);
  if (!form.has('thread_category_ids[]')) return restError(400, 'thread_category_ids is missing');
  thread.categories = form.getAll('thread_category_ids[]').filter((id) => id !== '');
  return { body: threadRecord(sourceId, thread) };
}

export function intervene(thread: StubThread, intervention: StubIntervention, call: string): StubAnswer {
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

export function listInterventions(threads: StubThread[], request: StubRequest): StubAnswer {
  const ids = [...request.query.getAll('thread_id'), ...request.query.getAll('thread_id[]')];
  const wanted = threads.filter(({ id }) => ids.includes(id));
  return page(
    wanted.flatMap((thread) => thread.interventions.map((intervention) => interventionRecord(thread.id, intervention))),
  );
}

export function threadRecord(sourceId: string | undefined, thread: StubThread): object {
  return {
    id: thread.id,
    source_id: sourceId,
    foreign_id: thread.foreignId,
    closed: false,
    thread_category_ids: thread.categories,
  };
}
