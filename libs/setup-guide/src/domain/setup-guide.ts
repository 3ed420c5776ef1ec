import type { CheckResult, Readiness } from '#tenant-config';
import type { SetupStep } from './setup-step.js';

/**
 * `failing`: a check of the step fails. `open`: something is missing or not checked. `unknown`: this service cannot
 * find out.
 */
export type StepState = 'done' | 'failing' | 'open' | 'unknown';

/** A step with its state. */
export interface GuideStep extends SetupStep {
  readonly state: StepState;
  /** Whether all its checks have run, even if some were skipped. */
  readonly isChecked: boolean;
  /** Settings of the step that are still missing. */
  readonly missing: readonly string[];
  /** Results of its checks that need a person, the worst first. */
  readonly findings: readonly CheckResult[];
}

/** The guide of one tenant. */
export interface SetupGuide {
  readonly tenant: string;
  readonly name: string;
  readonly readiness: Readiness;
  /** When all checks ran last; undefined: not all have run yet. */
  readonly checkedAt: Date | undefined;
  readonly steps: readonly GuideStep[];
}

/** The last results of the checks, by id. */
export type CheckResults = ReadonlyMap<string, CheckResult>;

/** The step with its state, which settings and checks determine. */
export function judged(step: SetupStep, missingSettings: readonly string[], results: CheckResults): GuideStep {
  const missing = step.settings.filter((setting) => missingSettings.includes(setting));
  const found = step.checks.flatMap((id) => results.get(id) ?? []);
  const findings = [
    ...found.filter(({ status }) => status === 'fail'),
    ...found.filter(({ status }) => status === 'warn'),
  ];
  const isChecked = found.length === step.checks.length;
  return { ...step, missing, findings, isChecked, state: stateOf(step, missing, found) };
}

function stateOf(step: SetupStep, missing: readonly string[], found: readonly CheckResult[]): StepState {
  if (missing.length > 0) return 'open';
  if (found.some(({ status }) => status === 'fail')) return 'failing';
  if (step.checks.length > 0) return isProven(step, found) ? 'done' : 'open';
  return givesSettings(step) ? 'done' : 'unknown';
}

/** Whether every check ran, and not all of them were skipped. */
function isProven({ checks }: SetupStep, found: readonly CheckResult[]): boolean {
  return found.length === checks.length && found.some(({ status }) => status !== 'skipped');
}

/**
 * Whether a person sends settings back in this step. A value that this service generates itself does not prove that
 * someone pasted it.
 */
export function givesSettings({ inputs, settings }: SetupStep): boolean {
  return inputs.some(({ setting }) => settings.includes(setting));
}
