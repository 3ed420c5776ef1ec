import type { JsonValue } from '#kernel';
import type { Effect } from './effect.js';

/**
 * What a run does, or what there is to do, about one thing in Engage: `keep` nothing, it is as it should be; `adopt` use what is there;
 * `manual` a person must, as the API cannot; `forbidden` the API token's user lacks a right; `blocked` another step comes first;
 * `failed` Engage did not take it, `detail` says why; `remove` only when what was set up is destroyed.
 */
export const STEP_ACTIONS = [
  'create',
  'adopt',
  'update',
  'keep',
  'remove',
  'manual',
  'forbidden',
  'blocked',
  'failed',
] as const;
export type StepAction = (typeof STEP_ACTIONS)[number];

/** One thing in Engage, as it is and as it shall be. */
export interface Step {
  /** Stable, e.g. `category.bot`; of one agent `agent.<id in Engage>`. */
  readonly id: string;
  readonly title: string;
  readonly action: StepAction;
  /** null: there is nothing. */
  readonly before: JsonValue;
  readonly after: JsonValue;
  /** What a person must know or do, in plain words. */
  readonly detail?: string;
  /** A page of this Engage domain where it is seen or done. */
  readonly link?: string;
  /** Id of the doctor's check that shows whether it is done. */
  readonly check?: string;
}

/** A step with what it takes to get there. */
export interface PlannedStep extends Step {
  readonly effects: readonly Effect[];
  /** The right, by its name in Engage's roles, that its calls need. */
  readonly right?: string;
}

/** A step that has nothing to do by itself. */
export function idle(step: Step): PlannedStep {
  return { ...step, effects: [] };
}
