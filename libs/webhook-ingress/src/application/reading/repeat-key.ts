import { createHash } from 'node:crypto';
import type { JsonObject } from '#kernel';

/**
 * Distinguishes a repeat of a call from another message if it names no content: Engage's quick start ("Channel SDK")
 * shows `messages.create` with neither `content_id` nor `retry`. All other params count, including `created_at`;
 * without that, also the time of the call, because losing a second "ok" is worse than delivering a repeat.
 */
export function repeatKeyOf({ retry: _retry, ...params }: JsonObject, time: unknown): string {
  const facts = Object.entries(params).sort(([one], [other]) => (one < other ? -1 : 1));
  const text = JSON.stringify([facts, params['created_at'] ? null : time]);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
