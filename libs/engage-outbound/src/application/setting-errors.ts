import { EngageMisconfigured } from '#handover';
import { EngageRefused } from './engage.errors.js';

/** Refusals of the Send API that no other message would escape. */
const OF_THE_SOURCE = /: (Source not found|Invalid signature|Invalid action)\b/;
/** What the Send API is documented to say about a single message. Everything else comes from a wrong address. */
const ABOUT_MESSAGES: readonly unknown[] = [400, 413, 422, undefined];
const REDIRECTS: readonly unknown[] = [301, 302, 303, 307, 308];

/** Whether the Send API would refuse everything else too. */
export function refusesTheSource({ status, message }: EngageRefused): boolean {
  return !ABOUT_MESSAGES.includes(status) || (status === 422 && OF_THE_SOURCE.test(message));
}

/** What of the source is refused, by the check that is about it. */
export function refusedPart({ message }: EngageRefused): 'realtime-source' | 'realtime-token' | 'realtime-action' {
  if (/: Invalid signature\b/.test(message)) return 'realtime-token';
  return /: Invalid action\b/.test(message) ? 'realtime-action' : 'realtime-source';
}

/** An error of the Send API, as `EngageMisconfigured` where a setting is to blame. */
export function bySendApi(error: unknown): unknown {
  return error instanceof EngageRefused && refusesTheSource(error) ? misconfigured(error) : error;
}

/** The same of REST. That something may not be read or done says nothing about a setting: 403 and 404 stay what they are. */
export function byRest(error: unknown): unknown {
  return error instanceof EngageRefused && (error.status === 401 || REDIRECTS.includes(error.status))
    ? misconfigured(error)
    : error;
}

function misconfigured(refusal: EngageRefused): EngageMisconfigured {
  return new EngageMisconfigured(refusal.message, { status: refusal.status, cause: refusal });
}
