import type { EngageIntervention, EngageThread } from '#handover';
import { isJsonObject, type EngageThreadId, type JsonObject, type JsonValue, numberText } from '#kernel';
import { EngageUnavailable } from '../application/engage.errors.js';

/** Reads Engage's records: what we need must be there, everything else may be of any shape. */
export function toThread(record: JsonObject, readAt: Date): EngageThread {
  return {
    readAt,
    closed: record['closed'] === true,
    id: textOf(record, 'id') as EngageThreadId,
    foreignId: optionalText(record, 'foreign_id'),
    categoryIds: textsOf(record, 'thread_category_ids'),
  };
}

/** `status` is left alone: it is a display text in the domain's language. */
export function toIntervention(record: JsonObject): EngageIntervention {
  const replies = record['user_replies_count'];
  return {
    id: textOf(record, 'id'),
    threadId: textOf(record, 'thread_id') as EngageThreadId,
    identityId: optionalText(record, 'identity_id'),
    userId: optionalText(record, 'user_id'),
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

/** @throws EngageUnavailable when the field is not there, so that no caller works with half a record */
export function textOf(record: JsonObject, field: string): string {
  return optionalText(record, field) ?? missing(field);
}

/** Engage's ids are strings; numbers are taken as well. Null, empty and absent are the same to Engage. */
export function optionalText(record: JsonObject, field: string): string | undefined {
  return asText(record[field]);
}

export function textsOf(record: JsonObject, field: string): string[] {
  const value = record[field];
  return Array.isArray(value) ? value.map(asText).filter((text) => text !== undefined) : [];
}

function asText(value: JsonValue | undefined): string | undefined {
  return numberText(value) ?? (typeof value === 'string' && value !== '' ? value : undefined);
}

function dateOf(record: JsonObject, field: string): Date {
  const at = Date.parse(textOf(record, field));
  return Number.isNaN(at) ? missing(field) : new Date(at);
}

function missing(field: string): never {
  throw new EngageUnavailable(`A record from Engage has no proper ${field}.`);
}
