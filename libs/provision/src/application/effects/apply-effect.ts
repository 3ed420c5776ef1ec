import type { Effect } from '../../domain/effect.js';
import { assignIdentity, setPermissions, setSkills } from './agent-effects.js';
import { createCategory, setDefaultCategories } from './category-effects.js';
import { createNoted } from './create-noted.js';
import { createIdentity } from './identity-effects.js';
import {
  deleteCategory,
  deleteFolder,
  deleteWebhook,
  restoreAgent,
  restoreDefaultCategories,
} from './removal-effects.js';
import type { RunContext } from './run-context.js';
import { createWebhook, updateWebhook } from './webhook-effects.js';

type Appliers = {
  readonly [Type in Effect['type']]: (
    run: RunContext,
    effect: Extract<Effect, { type: Type }>,
  ) => Promise<string | undefined | void>;
};

const APPLIERS: Appliers = {
  'create-category': createCategory,
  'save-categories': (run, { botCategoryId, agentCategoryId }) =>
    run.saveCategories({ botCategoryId, agentCategoryId }),
  'set-default-categories': setDefaultCategories,
  'create-webhook': createWebhook,
  'update-webhook': updateWebhook,
  'create-folder': ({ engage, notes }, { label, query }) =>
    createNoted(notes, 'folder', () => engage.call((api, context) => api.createFolder({ label, query }, context))),
  adopt: ({ notes }, { key, id }) => notes.adopt(key, id),
  'create-identity': createIdentity,
  'set-permissions': setPermissions,
  'set-skills': setSkills,
  'assign-identity': assignIdentity,
  'clear-categories': (run, { botCategoryId, agentCategoryId }) =>
    run.saveCategories({ botCategoryId, agentCategoryId }),
  'restore-agent': restoreAgent,
  'restore-default-categories': restoreDefaultCategories,
  'delete-folder': deleteFolder,
  'delete-webhook': deleteWebhook,
  'delete-category': deleteCategory,
  forget: ({ notes }, { key }) => notes.forget(key),
};

/** Executes the effect. @returns the id of the created object, if Engage has returned it */
export async function applyEffect(run: RunContext, effect: Effect): Promise<string | undefined> {
  const apply = APPLIERS[effect.type] as (run: RunContext, effect: Effect) => Promise<string | undefined | void>;
  return (await apply(run, effect)) ?? undefined;
}
