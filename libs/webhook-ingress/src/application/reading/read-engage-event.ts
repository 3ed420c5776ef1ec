import type { EngageEvent } from '#handover';
import {
  type EngageThreadId,
  isDeeperThan,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  readId,
  readInstant,
  readObject,
} from '#kernel';
import { MAX_DEPTH } from '../call-body.js';
import { factOf } from './engage-event-types.js';

/**
 * One element of a webhook's `events`, read leniently: unknown fields and types are normal. @returns undefined without
 * id and type, because a repeat could not be recognised, or if it is nested too deeply to be serialized again
 */
export function readEngageEvent(element: JsonValue): EngageEvent | undefined {
  if (!isJsonObject(element) || isDeeperThan(MAX_DEPTH, element)) return undefined;
  const id = readId(element['id']);
  const type = readId(element['type']);
  if (!id || !type) return undefined;
  const resource = readObject(element['resource']);
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
  const metadata = readObject(resource['metadata']);
  const isContent = type.startsWith('content.') && readId(metadata['id']) === undefined;
  return isContent ? { ...metadata, id: resource['id'] ?? null } : metadata;
}
