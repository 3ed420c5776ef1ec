import type { EngageContent } from '#handover';
import { type JsonObject, readId, readText } from '#kernel';
import { exportOf } from './content-export.js';

/** Statuses of contents that a controlled identity or an agent wrote, whatever the other fields say. */
const BY_AGENTS = ['user_reply', 'user_initiated'];

/**
 * A customer's content on a source that Engage serves: it came in by synchronisation (`created_from`), and neither a
 * user of Engage (`creator_id`, `status`) nor an automatic answer created it. @returns undefined for a content of
 * anyone else
 */
export function customerContentOf(metadata: JsonObject): EngageContent | undefined {
  const isOfOthers =
    readId(metadata['creator_id']) !== undefined ||
    BY_AGENTS.includes(readText(metadata['status']) ?? '') ||
    metadata['auto_submitted'] === true;
  if (metadata['created_from'] !== 'synchronizer' || isOfOthers) return undefined;
  return contentOf(metadata, metadata['author_id']);
}

/** A human agent's content, written in Engage's own pages: contents that came in by the API may be our own. */
export function agentContentOf(metadata: JsonObject): EngageContent | undefined {
  const { created_from: from, creator_id: creatorId, in_reply_to_author_id: customerId } = metadata;
  const isHuman = readId(creatorId) !== undefined && from !== 'api' && from !== 'synchronizer';
  return isHuman && metadata['auto_submitted'] !== true ? contentOf(metadata, customerId) : undefined;
}

function contentOf(metadata: JsonObject, customer: unknown): EngageContent | undefined {
  const id = readId(metadata['id']);
  const customerId = readId(customer);
  if (id === undefined || customerId === undefined) return undefined;
  const { structured_reply: structuredReply, capabilities_supported: kinds } = metadata;
  const inReplyTo = readId(metadata['in_reply_to_id']);
  return {
    id,
    text: readText(metadata['body']) ?? '',
    customerId,
    private: metadata['private'] === true,
    hasAttachment: metadata['has_attachment'] === true,
    ...(exportOf(metadata['synchronization_status']) === 'failed' && { exportFailed: true }),
    ...(structuredReply !== undefined && structuredReply !== null && { structuredReply }),
    ...(inReplyTo !== undefined && { inReplyTo }),
    ...(Array.isArray(kinds) && { capabilities: kinds.flatMap((kind) => readId(kind) ?? []) }),
  };
}
