import { type DomainState, valueOf } from '../domain-state.js';
import type { CategoryRole, Effect } from '../effect.js';
import { idle, type PlannedStep } from '../step.js';
import type { RemovalState } from './removal-state.js';

/** Children before their root. */
const ORDER: readonly CategoryRole[] = ['agent', 'bot', 'root'];

/** The ids of removed categories are removed from the tenant's settings first, so that no handover starts with them. */
export function clearCategories(state: RemovalState): PlannedStep[] {
  const { site } = state;
  const before = { botCategoryId: site.botCategoryId ?? null, agentCategoryId: site.agentCategoryId ?? null };
  const stays = (role: 'bot' | 'agent', id: string | null): string | null =>
    id !== null && state.owned.isOurs(`category.${role}`) && state.owned.idOf(`category.${role}`) === id ? null : id;
  const after = {
    botCategoryId: stays('bot', before.botCategoryId),
    agentCategoryId: stays('agent', before.agentCategoryId),
  };
  const step = { id: 'tenant.categories', title: 'Categories in the settings of the tenant', before, after };
  if (before.botCategoryId === after.botCategoryId && before.agentCategoryId === after.agentCategoryId)
    return [idle({ ...step, action: 'keep' })];
  return [{ ...step, action: 'update', effects: [{ type: 'clear-categories', ...after }] }];
}

export const removeCategories = ORDER.map(
  (role) =>
    (state: RemovalState): PlannedStep[] =>
      removeCategory(state, role),
);

function removeCategory(state: RemovalState, role: CategoryRole): PlannedStep[] {
  const key = `category.${role}`;
  const owned = state.owned.find(key);
  if (!owned) return [];
  const found = (valueOf(state.categories) ?? []).find(({ id }) => id === owned.id);
  const step = { id: key, title: `Category ${found?.name ?? role}`, before: null, after: null };
  const forget: Effect = { type: 'forget', key };
  if (!found) return [{ ...step, action: 'keep', detail: 'It no longer exists in Engage.', effects: [forget] }];
  const shown = { ...step, before: { id: found.id, name: found.name } };
  if (!owned.created)
    return [{ ...shown, after: shown.before, action: 'keep', detail: 'It existed before.', effects: [forget] }];
  const uses = usesOf(state, found.id);
  if (uses.length > 0)
    return [idle({ ...shown, after: shown.before, action: 'keep', detail: `It is still used: ${uses.join(', ')}.` })];
  const effects = [{ type: 'delete-category', role, id: found.id } as const];
  return [{ ...shown, action: 'remove', right: 'manage_categories', effects }];
}

/** Other uses of the category. Conversations in it are our own. */
function usesOf(state: RemovalState, id: string): string[] {
  const children = (valueOf(state.categories) ?? []).filter(({ parentId }) => parentId === id);
  const sources = (valueOf(state.sources) ?? []).filter(({ defaultCategoryIds }) => defaultCategoryIds.includes(id));
  return [
    ...(state.usedByOthers.has(id) ? ['by another tenant of this domain'] : []),
    ...children.map(({ name }) => `as the parent of "${name}"`),
    ...sources
      .filter((source) => source.id !== state.site.sourceId)
      .map(({ name }) => `as a default category of "${name}"`),
    ...skilled(state, id),
    ...folders(state, id),
  ];
}

function skilled(state: DomainState, id: string): string[] {
  const users = (valueOf(state.users) ?? []).filter(({ categoryIds }) => categoryIds.includes(id));
  return users.length > 0 ? [`as a skill of ${users.length} users`] : [];
}

function folders(state: DomainState, id: string): string[] {
  return (valueOf(state.folders) ?? [])
    .filter(({ query }) => query.includes(id))
    .map(({ label }) => `in the folder "${label}"`);
}
