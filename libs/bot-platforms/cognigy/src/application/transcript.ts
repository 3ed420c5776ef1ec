import type { Author, StartHandoverCommand } from '#handover';
import { cleanJson, type JsonObject, type JsonValue, readId, readObject, readObjects } from '#kernel';
import { withinHtmlBudget } from './rich-output/plain-text.js';
import { readOutput } from './rich-output/rich-output.js';
import { isNothing } from './rich-output/shown.js';
import { readInput } from './rich-output/user-input.js';

type TranscriptTurn = NonNullable<StartHandoverCommand['transcript']>[number];

/** The author of a step, by its role. Tools, system prompts and logs have no author: agents do not see them. */
const AUTHORS: ReadonlyMap<unknown, Author> = new Map<unknown, Author>([
  ['user', 'user'],
  ['assistant', 'bot'],
  ['bot', 'bot'],
  ['agent', 'agent'],
]);
const NOT_SAID: readonly unknown[] = ['toolCall', 'toolAnswer', 'debugLog'];

/** Maximum number of steps, the newest; no setting sends more turns to an agent. */
const MOST_STEPS = 1_000;
const MOST_DATE = 64;

/** Cognigy's transcript (`input.transcript`) as turns, oldest first, without steps that no person or bot said or that cannot be shown. */
export function turnsOf(steps: readonly JsonValue[]): TranscriptTurn[] {
  const newest = readObjects(steps.slice(-MOST_STEPS));
  return withinHtmlBudget(() => newest.flatMap((step) => turnOf(step) ?? []));
}

function turnOf(step: JsonObject): TranscriptTurn | undefined {
  const author = AUTHORS.get(step['role']);
  const payload = readObject(step['payload']);
  if (!author || NOT_SAID.includes(step['type']) || isFromConnector(payload['data'])) return undefined;
  const shown = author === 'user' ? readInput(payload['text'], payload['data']) : readOutput(payload);
  return isNothing(shown) ? undefined : { author, ...cleanJson(shown), ...idOf(step), ...timeOf(step) };
}

/** Whether an output is an agent's message on its way to the customer: Engage already has it. */
export function isFromConnector(data: unknown): boolean {
  const { origin } = readObject(readObject(data)['handoverConnector']);
  return origin === 'agent' || origin === 'connector';
}

function idOf({ id }: JsonObject): { messageId?: string } {
  const messageId = readId(id);
  return messageId === undefined ? {} : { messageId };
}

/** Milliseconds since the epoch, or a date as text. */
function timeOf({ timestamp }: JsonObject): { sentAt?: Date } {
  const isText = typeof timestamp === 'string' && timestamp.length <= MOST_DATE;
  if (typeof timestamp !== 'number' && !isText) return {};
  const sentAt = new Date(timestamp);
  const year = sentAt.getUTCFullYear();
  return year >= 2000 && year < 10_000 ? { sentAt } : {};
}
