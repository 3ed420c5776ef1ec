import type { Utterance } from '#handover';
import { createHash } from 'node:crypto';
import { isStorable, type JsonObject, type JsonValue, readInstant, readObject, readObjects } from '#kernel';
import { readBotMessage } from './read-bot-message.js';
import { readUserMessage } from './read-user-message.js';

/** One message of the customer or the bot, as in `messages` and `transcript`. */
export interface ChatlayerItem {
  readonly actor: 'user' | 'bot';
  /** The message's own id (only customers' messages have one), else one made of session, actor, time and body. */
  readonly id: string;
  readonly timestamp: Date | undefined;
  /** Undefined if there is nothing that an agent could read. */
  readonly said: Utterance | undefined;
  readonly sender: JsonObject;
}

/** Items by time; one without a time stays after the one before it. Values that are no items are left out. */
export function readItems(sessionId: string, items: readonly JsonValue[]): ChatlayerItem[] {
  const read = readObjects([...items]).flatMap((item) => readItem(sessionId, item) ?? []);
  let latest = 0;
  const timed = read.map((item) => ({ item, at: (latest = item.timestamp?.getTime() ?? latest) }));
  return timed.sort((one, other) => one.at - other.at).map(({ item }) => item);
}

/** Time of the last item, even if it says nothing. */
export function lastMoment(items: readonly ChatlayerItem[]): Date | undefined {
  return items.findLast(({ timestamp }) => timestamp !== undefined)?.timestamp;
}

function readItem(sessionId: string, item: JsonObject): ChatlayerItem | undefined {
  const { actor } = item;
  if (actor !== 'user' && actor !== 'bot') return undefined;
  const message = readObject(item['message']);
  return {
    actor,
    id: idOf(sessionId, item, message),
    timestamp: readInstant(item['timestamp']) ?? readInstant(message['timestamp']),
    said: actor === 'user' ? readUserMessage(message) : readBotMessage(message),
    sender: readObject(message['sender']),
  };
}

function idOf(sessionId: string, { actor, timestamp }: JsonObject, message: JsonObject): string {
  const { id } = message;
  const isSound = typeof id === 'string' && id.trim() !== '' && id.length <= 200 && isStorable(id);
  if (isSound) return id;
  const facts = JSON.stringify([sessionId, actor, timestamp, message]);
  return `sha256:${createHash('sha256').update(facts).digest('hex')}`;
}
