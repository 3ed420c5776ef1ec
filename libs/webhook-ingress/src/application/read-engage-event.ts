import type { EngageEvent } from '#handover';
import { isJsonObject, type EngageThreadId, type JsonObject, type JsonValue, readInstant } from '#kernel';
import { factOf } from './engage-event-types.js';
import { isTooDeep, readId } from './foreign-json.js';

/**
 * One element of a webhook's `events`, read leniently: unknown fields and types are normal. @returns undefined for what
 * has neither an id nor a type, and so cannot be distinguished from a repeat, or is nested so deeply that it cannot be written again
 */
export function readEngageEvent(element: JsonValue): EngageEvent | undefined {
  if (!isJsonObject(element) || isTooDeep(element)) return undefined;
  const id = readId(element['id']);
  const type = readId(element['type']);
  if (!id || !type) return undefined;
  const resource = objectIn(element, 'resource');
  const metadata = metadataOf(type, resource);
  return {
    id,
    type,
    issuedAt: readInstant(element['issued_at']),
    sourceId: readId(metadata['source_id'] ?? metadata['content_source_id']),
    threadId: readId(metadata['thread_id'] ?? metadata['content_thread_id']) as EngageThreadId | undefined,
    interventionId: readId(type.startsWith('intervention.') ? resource['id'] : metadata['intervention_id']),
    identityId: readId(metadata['identity_id'] ?? metadata['in_reply_to_author_id']),
    actorId: readId(element['user_id']),
    fact: factOf(type, element['action'] ?? metadata['action'], metadata),
    raw: Buffer.from(JSON.stringify(element)),
  };
}

/** Engage documents a content's id in two places; either may be missing. */
function metadataOf(type: string, resource: JsonObject): JsonObject {
  const metadata = objectIn(resource, 'metadata');
  const isContent = type.startsWith('content.') && readId(metadata['id']) === undefined;
  return isContent ? { ...metadata, id: resource['id'] ?? null } : metadata;
}

function objectIn(parent: JsonObject, name: string): JsonObject {
  const value = parent[name];
  return isJsonObject(value) ? value : {};
}
