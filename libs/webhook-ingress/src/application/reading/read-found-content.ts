import { Injectable } from '@nestjs/common';
import {
  type AgentMessage,
  type ContentExport,
  ContentReader,
  type EngageContent,
  type EngageEvent,
  type FoundContent,
  type FoundEvent,
  type FoundMessage,
  foundEventId,
} from '#handover';
import { type ForeignId, type JsonObject, type JsonValue, readId, readInstant, readObjects, readText } from '#kernel';
import type { Tenant } from '#tenant-config';
import { exportOf } from './content-export.js';
import { readAgentMessage } from './read-agent-message.js';
import { readEngageEvent } from './read-engage-event.js';

/**
 * Reads a content of the REST API as the call or the event that should have brought it: with the same reader, so that
 * the result and the refusals are the same.
 */
@Injectable()
export class FoundContents extends ContentReader {
  message(tenant: Tenant, threadForeignId: ForeignId, record: JsonObject): FoundMessage | undefined {
    const found = foundIn(record);
    const message = found && asAgentMessage(tenant, threadForeignId, record);
    return message && { ...found, export: exportIn(record), message };
  }

  event(record: JsonObject): FoundEvent | undefined {
    const found = foundIn(record);
    const event = found && asEvent(found.id, record);
    const written = event && writtenIn(event);
    return written && { ...found, export: exportIn(record), event, customerId: written.customerId };
  }
}

function foundIn(record: JsonObject): Omit<FoundContent, 'export'> | undefined {
  const id = readId(record['id']);
  const writtenAt = readInstant(record['created_at']);
  if (id === undefined || !writtenAt) return undefined;
  return { id, writtenAt, text: readText(record['body']) ?? '', extras: extrasIn(record) };
}

/** Files and structure as one text. */
function extrasIn(record: JsonObject): string {
  return JSON.stringify([filesIn(record['attachments']), record['structured_content'] ?? null]);
}

/** The message of a user of Engage. Contents that came in by synchronisation are from the bot side. */
function asAgentMessage(tenant: Tenant, threadForeignId: ForeignId, record: JsonObject): AgentMessage | undefined {
  if (readId(record['creator_id']) === undefined || record['created_from'] === 'synchronizer') return undefined;
  const { id, body, body_input_format: format, structured_content: structured, created_at: createdAt } = record;
  const params = {
    content_id: id ?? null,
    thread_id: threadForeignId,
    body: body ?? null,
    format: format ?? null,
    created_at: createdAt ?? null,
    attachments: filesIn(record['attachments']),
    ...(structured !== undefined && { structured_content: structured }),
  };
  const message = readAgentMessage(tenant, { params }, Buffer.from(JSON.stringify(params)));
  return 'refusal' in message ? undefined : message;
}

/** A content that waits for approval was not sent; a removed one must not be sent. */
function exportIn(record: JsonObject): ContentExport {
  if (record['remotely_deleted'] === true || record['status'] === 'ignored') return 'done';
  return record['approval_required'] === true ? 'pending' : exportOf(record['synchronization_status']);
}

/** The REST API names the media type, the Channel SDK only its first part. */
function filesIn(value: JsonValue | undefined): JsonValue {
  return readObjects(value).map(({ url, filename, content_type: type }) => ({
    url: url ?? null,
    filename: filename ?? null,
    type: readText(type)?.split('/')[0] ?? null,
  }));
}

/** The event of its kind, with our own id: Engage's own event is recognised by the content's id. */
function asEvent(id: string, record: JsonObject): EngageEvent | undefined {
  const author = readId(record['creator_id']);
  return readEngageEvent({
    id: foundEventId(id),
    type: author === undefined ? 'content.imported' : 'content.replied',
    ...(author !== undefined && { user_id: author }),
    resource: { type: 'content', id, metadata: metadataOf(record) },
    issued_at: record['created_at'] ?? null,
  });
}

/** Undefined if the event would report no message of a person. */
function writtenIn({ fact }: EngageEvent): EngageContent | undefined {
  return fact.type === 'imported' || fact.type === 'agent-wrote' ? fact.written : undefined;
}

/** REST and webhooks use the same names, except these. */
function metadataOf(record: JsonObject): JsonObject {
  const count = Number(record['attachments_count'] ?? 0);
  return { ...record, private: record['private_message'] ?? null, has_attachment: count > 0 };
}
