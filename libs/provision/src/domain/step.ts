import type { JsonValue } from '#kernel';
import type { Effect } from './effect.js';

/**
 * What a run does, or would do, with one object in Engage: `keep` nothing, it is correct; `adopt` use an existing
 * object; `manual` a person must do it, because the API cannot; `forbidden` the API token's user lacks a right;
 * `blocked` another step must be done first; `failed` Engage refused it, `detail` says why; `remove` only when the
 * set-up is destroyed.
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

/** One object in Engage, as it is and as it should be. */
export interface Step {
  /** Stable, e.g. `category.bot`; of one agent `agent.<id in Engage>`. */
  readonly id: string;
  readonly title: string;
  readonly action: StepAction;
  /** null: it does not exist. */
  readonly before: JsonValue;
  readonly after: JsonValue;
  /** What a person must know or do, in plain words. */
  readonly detail?: string;
  /** A page of this Engage domain where it is shown or done. */
  readonly link?: string;
  /** Id of the doctor's check that shows whether it is done. */
  readonly check?: string;
}

/** A step with its effects and the right that they need. */
export interface PlannedStep extends Step {
  readonly effects: readonly Effect[];
  /** The right, by its name in Engage's roles, that its calls need. */
  readonly right?: string;
}

/** A step without effects. */
export function idle(step: Step): PlannedStep {
  return { ...step, effects: [] };
}
