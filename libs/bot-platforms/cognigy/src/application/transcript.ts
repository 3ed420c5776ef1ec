import type { Author, StartHandoverCommand } from '#handover';
import { cleanJson, cleanText, isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import { withinHtmlBudget } from './rich-output/plain-text.js';
import { readOutput } from './rich-output/rich-output.js';
import { isNothing, objectOf } from './rich-output/shown.js';
import { readInput } from './rich-output/user-input.js';

type TranscriptTurn = NonNullable<StartHandoverCommand['transcript']>[number];

/** Whose turn a step is. Tools, system prompts and logs have no author: agents do not see them. */
const AUTHORS: Readonly<Record<string, Author>> = { user: 'user', assistant: 'bot', bot: 'bot', agent: 'agent' };
const NOT_SAID: readonly unknown[] = ['toolCall', 'toolAnswer', 'debugLog'];

/** Of the newest; no setting lets more turns reach an agent. */
const MOST_STEPS = 1_000;
const MOST_DATE = 64;

/** Cognigy's transcript (`input.transcript`) as turns, oldest first; what was not said by a person or bot, and what cannot be shown, is left out. */
export function turnsOf(steps: readonly JsonValue[]): TranscriptTurn[] {
  const newest = steps.slice(-MOST_STEPS).filter(isJsonObject);
  return withinHtmlBudget(() => newest.flatMap((step) => turnOf(step) ?? []));
}

function turnOf(step: JsonObject): TranscriptTurn | undefined {
  const author = typeof step['role'] === 'string' ? AUTHORS[step['role']] : undefined;
  const payload = objectOf(step['payload']);
  if (!author || NOT_SAID.includes(step['type']) || isFromConnector(payload['data'])) return undefined;
  const shown = author === 'user' ? readInput(payload['text'], payload['data']) : readOutput(payload);
  return isNothing(shown) ? undefined : { author, ...cleanJson(shown), ...idOf(step), ...timeOf(step) };
}

/** Whether an output is what an agent said, on its way to the customer: Engage has it already. */
export function isFromConnector(data: unknown): boolean {
  const { origin } = objectOf(objectOf(data)['handoverConnector']);
  return origin === 'agent' || origin === 'connector';
}

function idOf({ id }: JsonObject): { messageId?: string } {
  return typeof id === 'string' && id !== '' && id.length <= 256 ? { messageId: cleanText(id) } : {};
}

/** Milliseconds since the epoch, or a date as text. */
function timeOf({ timestamp }: JsonObject): { sentAt?: Date } {
  const isText = typeof timestamp === 'string' && timestamp.length <= MOST_DATE;
  if (typeof timestamp !== 'number' && !isText) return {};
  const sentAt = new Date(timestamp);
  const year = sentAt.getUTCFullYear();
  return year >= 2000 && year < 10_000 ? { sentAt } : {};
}
