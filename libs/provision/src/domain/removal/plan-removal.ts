import { assume } from '../assume.js';
import type { PlannedStep } from '../step.js';
import type { RemovalState } from './removal-state.js';
import { clearCategories, removeCategories } from './remove-categories.js';
import { remainingIdentities, removeFolder, removeWebhook, restoreDefaultCategory } from './remove-things.js';
import { restoreAgents } from './restore-agents.js';

export type RemovalStage = (state: RemovalState) => PlannedStep[];

/** Categories come last: by then none of our objects uses them any more. */
export const REMOVAL_STAGES: readonly RemovalStage[] = [
  clearCategories,
  restoreAgents,
  restoreDefaultCategory,
  removeFolder,
  removeWebhook,
  ...removeCategories,
  remainingIdentities,
];

/** All steps of a removal, every effect is assumed to succeed. */
export function planRemoval(observed: RemovalState): PlannedStep[] {
  const steps: PlannedStep[] = [];
  let state = observed;
  for (const stage of REMOVAL_STAGES) {
    const next = stage(state);
    steps.push(...next);
    for (const effect of next.flatMap(({ effects }) => effects)) state = { ...state, ...assume(state, effect) };
  }
  return steps;
}
