import type { JsonObject } from '#kernel';
import { hasConsent, withheld } from './consent.js';
import { leavesOf } from './leaves.js';
import { CONTEXT_ONLY, planOf, type MappingPlan } from './mapping-plan.js';
import { Placement } from './placement.js';
import type { ContextData, MappedContext, MappedProfile, ProfileMapping } from './profile-mapping.js';
import { screennameOf } from './screenname.js';

/**
 * Turns a contact profile into Engage user fields and `context_data`: rules first, then top-level keys with the name of
 * a user field, the rest to `context_data`. Never throws for any profile, and overwrites nothing: values with the same key
 * get suffixes and are listed in `collisions`. Everything is dropped if the mapping requires a consent that is missing.
 */
export function mapProfile(profile: JsonObject, mapping: ProfileMapping, options: { userId: string }): MappedProfile {
  if (!hasConsent(profile, mapping)) {
    const { requireConsent: _, ...unconditional } = mapping;
    return { ...mapProfile({}, unconditional, options), dropped: withheld(profile) };
  }
  const placement = placeAll(profile, planOf(mapping));
  const user = Object.fromEntries([...placement.user].map(([field, { value }]) => [field, value]));
  return { user: { ...user, screenname: screennameOf(user, options.userId) }, ...contextOf(placement) };
}

/** Converts a bot's data about the conversation (reason, intent, page) to `context_data`, by the same rules for keys and values. */
export function mapContext(context: JsonObject): MappedContext {
  return contextOf(placeAll(context, CONTEXT_ONLY));
}

function placeAll(source: JsonObject, plan: MappingPlan): Placement {
  const { leaves, dropped } = leavesOf(source, plan);
  const placement = new Placement(dropped);
  for (const leaf of leaves) placement.place(leaf);
  return placement;
}

function contextOf({ context, dropped, changed, collisions }: Placement): MappedContext {
  const contextData: ContextData = Object.fromEntries([...context].map(([key, { value }]) => [key, value]));
  return { contextData, dropped, changed, collisions };
}
