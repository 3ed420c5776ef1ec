import type { EngageUserFields } from './profile-mapping.js';
import { screennameOf } from './screenname.js';

/**
 * Adds what a later profile says of a person to what is known: a profile with less data takes nothing away. A screen name that
 * the profile chose stays until another one is chosen; one that we made is made again from all that is known.
 */
export function mergeUserFields(
  known: Readonly<Record<string, string>>,
  later: EngageUserFields,
  userId: string,
): Record<string, string> {
  const { screenname: before, ...knownRest } = known;
  const { screenname: after, ...laterRest } = later;
  const merged = { ...knownRest, ...laterRest };
  const made = screennameOf(merged, userId);
  if (after !== screennameOf(laterRest, userId)) return { ...merged, screenname: after };
  const isChosen = before !== undefined && before !== screennameOf(knownRest, userId);
  return { ...merged, screenname: isChosen ? before : made };
}
