import type { EngageIntervention, EngageThread } from '#handover';
import {
  type EngageThreadId,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  readInstant,
  readScalar,
  readScalars,
} from '#kernel';
import { EngageUnavailable } from '../application/engage.errors.js';

/** Reads Engage's records: the fields that we need must exist, everything else may have any shape. */
export function toThread(record: JsonObject, readAt: Date): EngageThread {
  return {
    readAt,
    closed: record['closed'] === true,
    id: textOf(record, 'id') as EngageThreadId,
    foreignId: readScalar(record['foreign_id']),
    categoryIds: readScalars(record['thread_category_ids']),
  };
}

/** `status` is not read: it is a display text in the domain's language. */
export function toIntervention(record: JsonObject): EngageIntervention {
  const replies = record['user_replies_count'];
  return {
    id: textOf(record, 'id'),
    threadId: textOf(record, 'thread_id') as EngageThreadId,
    identityId: readScalar(record['identity_id']),
    userId: readScalar(record['user_id']),
    closed: record['closed'] === true,
    deferred: typeof record['deferred_at'] === 'string',
    userRepliesCount: typeof replies === 'number' ? replies : 0,
    createdAt: dateOf(record, 'created_at'),
    updatedAt: dateOf(record, 'updated_at'),
  };
}

/** The record that an answer consists of. @throws EngageUnavailable for anything else */
export function recordIn({ body }: { readonly body: JsonValue }, path: string): JsonObject {
  if (isJsonObject(body)) return body;
  throw new EngageUnavailable(`Engage's answer to ${path} does not have the documented form.`);
}

/**
 * Text or a number.
 * @throws EngageUnavailable when the field is missing, so that no caller uses an incomplete record
 */
export function textOf(record: JsonObject, field: string): string {
  return readScalar(record[field]) ?? missing(field);
}

function dateOf(record: JsonObject, field: string): Date {
  return readInstant(textOf(record, field)) ?? missing(field);
}

function missing(field: string): never {
  throw new EngageUnavailable(`A record from Engage has no proper ${field}.`);
}
