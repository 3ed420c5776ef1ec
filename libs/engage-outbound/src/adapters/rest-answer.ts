import { type JsonValue, readJson } from '#kernel';
import { type JsonLimits, limitJson, type ReadBody } from '#web';
import { EngageRefused, EngageUnavailable, EngageUnreadable } from '../application/engage.errors.js';

/** A page of 150 records has about 10,000 members. */
const ANSWER_JSON: JsonLimits = { depth: 100, values: 100_000, containers: 50_000, longNumbers: 20_000 };

/** The value of an answer to a GET. @throws EngageRefused, EngageUnavailable, EngageUnreadable if it cannot be read */
export function parsed(domain: string, { text, end }: ReadBody): JsonValue {
  if (end === 'too-long') throw new EngageRefused(`${domain} answered, but the answer is larger than the limit.`);
  if (end === 'broken') throw new EngageUnavailable(`${domain} answered, but the answer is incomplete.`);
  const value = asJson(text);
  if (value === undefined)
    throw new EngageUnreadable(
      `${domain} answered something that is not JSON, or more than a page of a list. Check engage.baseApiUrl.`,
    );
  return value;
}

/** The value of an answer to a write, which has had its effect: null if it cannot be read. */
export function written({ text, end }: ReadBody): JsonValue {
  return (end === 'whole' ? asJson(text) : undefined) ?? null;
}

/**
 * Undefined for anything else, or for JSON that is more complex than any page of a list. The parser's message is
 * dropped, because it quotes the answer, which may contain a customer's text.
 */
function asJson(text: string): JsonValue | undefined {
  try {
    limitJson(text, ANSWER_JSON);
    return readJson(text);
  } catch {
    return undefined;
  }
}
