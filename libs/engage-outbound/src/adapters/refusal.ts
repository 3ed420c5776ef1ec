import { DestinationOutage } from '#delivery';
import { type AppError, readObject, type Secret, tryReadJson } from '#kernel';
import { EngageBusy, EngageRefused, EngageThrottled, EngageUnavailable } from '../application/engage.errors.js';

/** Engage names no time in its 429; with this one the first retry comes within two seconds. */
const THROTTLED_MS = 1_500;
/** A categorisation takes Engage about half a second. */
const BUSY_MS = 700;
const SHOWN_CHARACTERS = 200;
/** Statuses of a proxy when Engage behind it is not available. */
const OUT_OF_SERVICE: readonly number[] = [502, 503, 504];

/** What to check, by Engage's message (Send API) or by status (REST). */
const ADVICE = new Map([
  [
    'Source not found',
    'Check engage.realtimeEndpointUrl, and that the source is active: Engage can switch it off by itself.',
  ],
  ['Invalid signature', "Check engage.realtimeAccessToken: it must be the source's own API access token."],
  ['Invalid action', 'Save the source in Engage again, so that it reads what we implement.'],
  ...['301', '302', '303', '307', '308'].map((status) => [status, 'Check the address: it redirects.'] as const),
  ['401', 'Check engage.apiAccessToken.'],
  ['403', "Check the rights of the API token's user: reading and replying on the source, editing interventions."],
  ['404', "Another possible cause: the API token's user may not read the source."],
]);

/** Known messages of the Send API (Engage, "Send API", errors). */
const KNOWN_REASONS: readonly RegExp[] = [
  /^(Bad request|Source not found|The author must be puppetizable|Type is required for structured contents)$/,
  /^Invalid (signature|action|request format|resource format|request size \(max: \d+ bytes\))$/,
  /^Source doesn't support [a-z ]+$/,
  /^structured_content: "[\w.[\]]+" must not be empty$/,
  /^too many typing requests, please try again in a few seconds$/,
];

export interface RefusedAnswer {
  readonly host: string;
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | undefined;
  /** The call contained a customer's text, which the answer may quote: only known reasons are repeated. */
  readonly mayQuote: boolean;
}

/** The error for an answer that is not a success, with Engage's reason, but never the call's credential. */
export function refusal({ host, status, text, retryAfterMs, mayQuote }: RefusedAnswer, credential: Secret): AppError {
  const reason = spokenReason(text, credential);
  const advice = ADVICE.get(reason) ?? ADVICE.get(String(status)) ?? '';
  const said = `${host} answered HTTP ${status}: ${shown(reason, mayQuote)}. ${advice}`.trimEnd();
  if (status === 429) return new EngageThrottled(said, { retryAfterMs: retryAfterMs ?? THROTTLED_MS });
  if (status === 409) return new EngageBusy(said, { retryAfterMs: BUSY_MS });
  if (OUT_OF_SERVICE.includes(status)) return new DestinationOutage(said, { retryAfterMs });
  if (status >= 500 || status === 408) return new EngageUnavailable(said, { retryAfterMs });
  return new EngageRefused(said, { status, errorId: memberOf(text, 'error') });
}

function shown(reason: string, mayQuote: boolean): string {
  if (reason === '') return 'no reason given';
  const isSafe = !mayQuote || KNOWN_REASONS.some((known) => known.test(reason));
  return isSafe ? reason : 'a reason that is not shown, as it may quote the message';
}

/** Engage's message in one short line: REST wraps it in JSON, the Send API does not. */
function spokenReason(text: string, credential: Secret): string {
  const plain = (memberOf(text, 'message') ?? text).replaceAll(credential.reveal(), '[redacted]');
  return plain
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, SHOWN_CHARACTERS)
    .replace(/[.\s]+$/, '');
}

function memberOf(text: string, name: 'error' | 'message'): string | undefined {
  const member = readObject(tryReadJson(text))[name];
  return typeof member === 'string' ? member : undefined;
}
