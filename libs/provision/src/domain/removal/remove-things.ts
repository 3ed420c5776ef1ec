import { type JsonObject, readTexts } from '#kernel';
import { type DomainState, valueOf } from '../domain-state.js';
import type { Effect } from '../effect.js';
import type { Owned } from '../owned.js';
import { idle, type PlannedStep, type Step } from '../step.js';

/** New threads of the source get their previous category again. */
export function restoreDefaultCategory(state: DomainState): PlannedStep[] {
  const owned = state.owned.find('default-category');
  if (!owned) return [];
  const source = valueOf(state.source);
  const step = { id: 'source.default-category', title: 'Default category of the source', before: null, after: null };
  const forget: Effect = { type: 'forget', key: owned.key };
  if (!source || source.id !== owned.id)
    return [{ ...step, action: 'keep', detail: 'It is no longer the source of the tenant.', effects: [forget] }];
  const before = [...source.defaultCategoryIds];
  const after = restored(state, owned, before);
  const compared = { ...step, before, after };
  if (before.join() === after.join()) return [{ ...compared, action: 'keep', effects: [forget] }];
  const effect = { type: 'restore-default-categories', sourceId: source.id, categoryIds: after } as const;
  return [{ ...compared, action: 'update', right: 'update_content_source', effects: [effect] }];
}

/** The previous categories, as far as they still exist; later changes stay, except for our categories. */
function restored(state: DomainState, { detail }: Owned, now: readonly string[]): string[] {
  const exists = (id: string): boolean => (valueOf(state.categories) ?? []).some((category) => category.id === id);
  if (now.join() === readTexts(detail['after']).join()) return readTexts(detail['before']).filter(exists);
  const ours = state.owned.isOurs('category.bot') ? state.owned.idOf('category.bot') : undefined;
  return now.filter((id) => id !== ours);
}

export function removeWebhook(state: DomainState): PlannedStep[] {
  const found = (valueOf(state.webhooks) ?? []).find(({ id }) => id === state.owned.idOf('webhook'));
  const shown = found && { id: found.id, url: found.url };
  const removal = (id: string): Effect => ({ type: 'delete-webhook', id });
  const step = { id: 'webhook', title: 'Webhook', right: 'manage_api_access_tokens' };
  return remove(state, 'webhook', { step, shown, removal, uses: [] });
}

export function removeFolder(state: DomainState): PlannedStep[] {
  const all = valueOf(state.folders) ?? [];
  const found = all.find(({ id }) => id === state.owned.idOf('folder'));
  const shown = found && { id: found.id, label: found.label };
  const removal = (id: string): Effect => ({ type: 'delete-folder', id });
  const uses = all.filter(({ parentId }) => parentId === found?.id).map(({ label }) => `as the parent of "${label}"`);
  const step = { id: 'folder', title: 'Folder of conversations with agents', right: 'manage_folders' };
  return remove(state, 'folder', { step, shown, removal, uses: found ? uses : [] });
}

interface Thing {
  readonly step: Pick<PlannedStep, 'id' | 'title' | 'right'>;
  readonly shown: (JsonObject & { readonly id: string }) | undefined;
  readonly removal: (id: string) => Effect;
  readonly uses: readonly string[];
}

function remove(state: DomainState, key: string, { step, shown, removal, uses }: Thing): PlannedStep[] {
  const owned = state.owned.find(key);
  if (!owned) return [];
  const forget: Effect = { type: 'forget', key };
  const kept = { ...step, before: shown ?? null, after: shown ?? null, action: 'keep' } as const;
  if (!shown) return [{ ...kept, detail: 'It no longer exists in Engage.', effects: [forget] }];
  if (!owned.created) return [{ ...kept, detail: 'It existed before.', effects: [forget] }];
  if (uses.length > 0) return [idle({ ...kept, detail: `It is still used: ${uses.join(', ')}.` })];
  return [{ ...step, before: shown, after: null, action: 'remove', effects: [removal(shown.id)] }];
}

/** Objects that the API cannot remove. */
export function remainingIdentities(state: DomainState): PlannedStep[] {
  return (['bot', 'agent'] as const).flatMap((role): PlannedStep[] => {
    const known = valueOf(state[`${role}Identity`]);
    if (!known) return [];
    const shown = { id: known.id, foreignId: known.foreignId ?? null };
    const step: Step = {
      id: `identity.${role}`,
      title: role === 'bot' ? 'Identity that the bot writes as' : 'Identity that agents write as',
      action: 'keep',
      before: shown,
      after: shown,
      detail: 'The API cannot remove an identity. It has no effect without the source.',
    };
    return [idle(step)];
  });
}
