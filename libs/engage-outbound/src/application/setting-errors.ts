import { EngageMisconfigured } from '#handover';
import { EngageRefused } from './engage.errors.js';

/** Refusals of the Send API that every other message would also get. */
const OF_THE_SOURCE = /: (Source not found|Invalid signature|Invalid action)\b/;
/** The documented statuses of the Send API about a single message. All others come from a wrong address. */
const ABOUT_MESSAGES: readonly unknown[] = [400, 413, 422, undefined];
const REDIRECTS: readonly unknown[] = [301, 302, 303, 307, 308];

/** Whether the Send API would also refuse everything else. */
export function refusesTheSource({ status, message }: EngageRefused): boolean {
  return !ABOUT_MESSAGES.includes(status) || (status === 422 && OF_THE_SOURCE.test(message));
}

/** The refused part of the source, as the name of its check. */
export function refusedPart({ message }: EngageRefused): 'realtime-source' | 'realtime-token' | 'realtime-action' {
  if (/: Invalid signature\b/.test(message)) return 'realtime-token';
  return /: Invalid action\b/.test(message) ? 'realtime-action' : 'realtime-source';
}

/** An error of the Send API, as `EngageMisconfigured` if a setting is the cause. */
export function bySendApi(error: unknown): unknown {
  return error instanceof EngageRefused && refusesTheSource(error) ? misconfigured(error) : error;
}

/** The same for REST. A missing permission is not a wrong setting: 403 and 404 stay unchanged. */
export function byRest(error: unknown): unknown {
  return error instanceof EngageRefused && (error.status === 401 || REDIRECTS.includes(error.status))
    ? misconfigured(error)
    : error;
}

function misconfigured(refusal: EngageRefused): EngageMisconfigured {
  return new EngageMisconfigured(refusal.message, { status: refusal.status, cause: refusal });
}
