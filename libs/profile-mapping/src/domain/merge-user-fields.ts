import type { EngageUserFields } from './profile-mapping.js';
import { screennameOf } from './screenname.js';

/**
 * Adds a later profile of a person to the known fields: a profile with less data removes nothing. A screen name that a
 * profile chose stays until another one is chosen; one that we made is made again from all known fields.
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
