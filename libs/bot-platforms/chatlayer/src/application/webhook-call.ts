import {
  isJsonObject,
  isStorable,
  type JsonObject,
  type JsonValue,
  readInstant,
  readObject,
  type SessionId,
} from '#kernel';
import { type JsonLimits, parseJson } from '#web';
import { type ChatlayerItem, readItems } from './chatlayer-item.js';
import { wordsIn } from './read-words.js';
import { MalformedWebhook } from './webhook.errors.js';

const MAX_ID_LENGTH = 256;
const MAX_CHANNEL_LENGTH = 64;
/** Ids are part of an index, which accepts no longer values. */
const MAX_ID_BYTES = 1024;
/** Maximum for the payload of the bot builder, as for a profile on other platforms. */
const MAX_PAYLOAD_KILOBYTES = 64;

/** An offload may bring 5,000 messages. None is validated by a class, which costs most on other routes. */
const MOST_ITEMS = 5_000;
const CALL_JSON: JsonLimits = { depth: 100, values: 100_000, containers: 30_000, longNumbers: 10_000 };

/** A call of Chatlayer, read leniently. */
export interface WebhookCall {
  readonly event: 'messages' | 'offload';
  readonly botId: string;
  readonly version: string;
  /** Names the conversation and its customer. */
  readonly sessionId: SessionId;
  readonly channel: string | undefined;
  readonly timestamp: string;
  /** New messages, or the whole conversation so far. */
  readonly items: readonly ChatlayerItem[];
  /** The payload that the bot builder sends with an offload. */
  readonly payload: JsonObject;
}

/** @throws JsonTooComplex, MalformedJson, MalformedWebhook */
export function readJsonObject(body: Buffer): JsonObject {
  const call = parseJson(body, CALL_JSON);
  if (!isJsonObject(call)) throw new MalformedWebhook('must be a JSON object', '');
  return call;
}

/** The kind of call; undefined for one that this release does not know. `event` was called `type` until 2020. */
export function eventOf({ event, type }: JsonObject): WebhookCall['event'] | undefined {
  const name = event ?? type;
  return name === 'messages' || name === 'offload' ? name : undefined;
}

/** @throws MalformedWebhook */
export function readWebhookCall(event: WebhookCall['event'], call: JsonObject): WebhookCall {
  const sessionId = idIn(call, 'sessionId');
  return {
    event,
    botId: idIn(call, 'botId'),
    version: call['version'] === 'DRAFT' ? 'DRAFT' : 'LIVE',
    sessionId: sessionId as SessionId,
    channel: wordsIn(call['channel'])?.slice(0, MAX_CHANNEL_LENGTH),
    timestamp: readInstant(call['timestamp'])?.toISOString() ?? '',
    items: readItems(sessionId, event === 'messages' ? listIn(call, 'messages') : listIn(call, 'transcript', [])),
    payload: payloadIn(call),
  };
}

function payloadIn(call: JsonObject): JsonObject {
  const payload = readObject(call['payload']);
  if (Buffer.byteLength(JSON.stringify(payload)) > MAX_PAYLOAD_KILOBYTES * 1024)
    throw new MalformedWebhook(`must be at most ${MAX_PAYLOAD_KILOBYTES} KB`, '/payload');
  return payload;
}

function listIn(call: JsonObject, name: string, otherwise?: JsonValue[]): JsonValue[] {
  const list = call[name] ?? otherwise;
  if (!Array.isArray(list)) throw new MalformedWebhook('must be a list', `/${name}`);
  if (list.length > MOST_ITEMS)
    throw new MalformedWebhook(`has ${list.length} elements; at most ${MOST_ITEMS} are read`, `/${name}`);
  return list;
}

/**
 * Ids are opaque, but become parts of a URL: `.` and `..` would change its path, however they are encoded. Half of a
 * surrogate pair cannot be part of a URL at all, and PostgreSQL stores no NUL: the bot could never be answered in such a
 * session, and with a replaced character the answers would reach another one.
 */
function idIn(call: JsonObject, name: string): string {
  const id = call[name];
  const isSound = typeof id === 'string' && id !== '' && !/^\.{1,2}$/.test(id);
  if (!isSound || id.length > MAX_ID_LENGTH || Buffer.byteLength(id) > MAX_ID_BYTES)
    throw new MalformedWebhook(`must be a text of 1 to ${MAX_ID_LENGTH} characters`, `/${name}`);
  if (!isStorable(id)) throw new MalformedWebhook('must not contain NUL or half of a surrogate pair', `/${name}`);
  return id;
}
