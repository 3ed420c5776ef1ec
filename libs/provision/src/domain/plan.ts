import { assume } from './assume.js';
import type { DomainState } from './domain-state.js';
import { agents, botSkill } from './stages/agents.js';
import { agentCategory, botCategory, rootCategory, savedCategories } from './stages/categories.js';
import { folder } from './stages/folder.js';
import { agentIdentity, botIdentity, controlledIdentities } from './stages/identities.js';
import { defaultCategory, nativeSources, routing, source } from './stages/source.js';
import { webhook } from './stages/webhook.js';
import type { PlannedStep } from './step.js';

/** Compares the current state of the domain with the settings, and returns the steps for one part of it. */
export type Stage = (state: DomainState) => PlannedStep[];

/**
 * In this order, because later stages need what earlier ones create. Each runs after the effects of the earlier ones,
 * so that ids are known. A second run finds nothing to do, because every stage compares and does not rely on a record
 * of earlier runs.
 */
export const STAGES: readonly Stage[] = [
  source,
  rootCategory,
  botCategory,
  agentCategory,
  savedCategories,
  defaultCategory,
  nativeSources,
  webhook,
  folder,
  botIdentity,
  agentIdentity,
  agents,
  botSkill,
  controlledIdentities,
  routing,
];

/** All steps of a run, without doing anything: every effect is assumed to succeed. */
export function plan(observed: DomainState): PlannedStep[] {
  const steps: PlannedStep[] = [];
  let state = observed;
  for (const stage of STAGES) {
    const next = stage(state);
    steps.push(...next);
    for (const effect of next.flatMap(({ effects }) => effects)) state = assume(state, effect);
  }
  return steps;
}
