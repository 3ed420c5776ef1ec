import { EngageRefused } from '#engage-outbound';
import { AppError } from '#kernel';
import { HandoversRunning, TenantChanged } from '#tenant-config';
import { assume } from '../domain/assume.js';
import type { DomainState } from '../domain/domain-state.js';
import { WebhookNotVerified } from '../domain/provision.errors.js';
import type { PlannedStep, Step } from '../domain/step.js';
import { applyEffect } from './effects/apply-effect.js';
import type { RunContext } from './effects/run-context.js';

/** The result of one step, and the domain after it. */
export interface Outcome<State extends DomainState> {
  readonly step: Step;
  readonly state: State;
}

/**
 * Executes one step. A refusal of Engage is a result of the step, and the run continues.
 *
 * @throws if Engage does not answer: the run cannot continue
 */
export async function carryOut<State extends DomainState>(
  run: RunContext,
  planned: PlannedStep,
  state: State,
): Promise<Outcome<State>> {
  let now = state;
  try {
    for (const effect of planned.effects) {
      const id = await applyEffect(run, effect);
      const isUnseen = effect.type === 'create-identity' && id === undefined;
      now = { ...now, ...(isUnseen ? {} : assume(now, effect, id)), owned: run.notes.ownership };
    }
    return { step: finished(planned), state: now };
  } catch (error) {
    return { step: fallenShort(planned, error), state: { ...now, owned: run.notes.ownership } };
  }
}

/** An attempt of a manual step has succeeded: its instructions are no longer needed. */
function finished(planned: PlannedStep): Step {
  const isTried = planned.action === 'manual' && planned.effects.length > 0;
  if (!isTried) return shown(planned);
  const { detail: _, ...done } = shown(planned);
  return { ...done, action: 'update' };
}

function fallenShort(planned: PlannedStep, error: unknown): Step {
  if (error instanceof EngageRefused && error.status === 403) return shown(forbidden(planned, error.message));
  const isTry = planned.action === 'manual' && error instanceof EngageRefused;
  if (isTry) return shown(planned);
  if (isOutcome(error)) return shown({ ...planned, action: 'failed', after: planned.before, detail: error.message });
  throw error;
}

const isOutcome = (error: unknown): error is AppError =>
  [EngageRefused, WebhookNotVerified, HandoversRunning, TenantChanged].some((kind) => error instanceof kind) &&
  !(error instanceof EngageRefused && error.status === 401);

function forbidden(planned: PlannedStep, said: string): PlannedStep {
  const right = planned.right === undefined ? 'a right' : `the right \`${planned.right}\``;
  const detail = `The user of the API access token lacks ${right} in its role. Grant it and apply again, or do it by hand. Engage: ${said}`;
  return { ...planned, action: 'forbidden', after: planned.before, detail };
}

/** The step as an administrator sees it. */
export function shown({ effects: _effects, right: _right, ...step }: PlannedStep): Step {
  return step;
}
