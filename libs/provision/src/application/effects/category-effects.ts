import type { Effect } from '../../domain/effect.js';
import { createNoted } from './create-noted.js';
import type { RunContext } from './run-context.js';

type Of<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** @returns the id of the category */
export function createCategory(
  { engage, notes }: RunContext,
  { role, name, parentId }: Of<'create-category'>,
): Promise<string> {
  const settings = parentId === undefined && role === 'root' ? { name, unselectable: true, multiple: true } : { name };
  const category = { ...settings, ...(parentId !== undefined && { parentId }) };
  return createNoted(notes, `category.${role}`, () =>
    engage.call((api, context) => api.createCategory(category, context)),
  );
}

export async function setDefaultCategories(
  { engage, notes }: RunContext,
  { sourceId, before, categoryIds }: Of<'set-default-categories'>,
): Promise<void> {
  const known = notes.ownership.find('default-category');
  const first = known?.id === sourceId ? known.detail : { before: [...before] };
  await notes.save({
    key: 'default-category',
    id: sourceId,
    created: false,
    detail: { ...first, after: [...categoryIds] },
  });
  await engage.call((api, context) => api.setDefaultCategories(sourceId, categoryIds, context));
}
