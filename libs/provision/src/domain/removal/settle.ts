import { type DomainState, valueOf } from '../domain-state.js';
import { CATEGORY_ROLES } from '../effect.js';
import { knownCategories } from '../known-categories.js';
import { Ownership } from '../owned.js';
import { knownWebhook } from '../stages/webhook.js';

/**
 * An object that Engage was asked to create, but whose id is unknown, is found by its properties, as the next run would
 * find it.
 */
export function settled(state: DomainState): Ownership {
  const categories = knownCategories(state);
  const folder = (valueOf(state.folders) ?? []).find(({ label }) => label === state.wish.folder);
  const found = new Map<string, string | undefined>([
    ...CATEGORY_ROLES.map((role) => [`category.${role}`, categories[role]?.id] as const),
    ['webhook', knownWebhook(state)?.id] as const,
    ['folder', folder?.id] as const,
  ]);
  return new Ownership(
    state.owned.all().map((owned) => (owned.id === null ? { ...owned, id: found.get(owned.key) ?? null } : owned)),
  );
}
