import type { Step } from './step.js';

/** `plan` changes nothing, `apply` sets up, `destroy` removes what runs have set up. */
export const PROVISION_MODES = ['plan', 'apply', 'destroy'] as const;
export type ProvisionMode = (typeof PROVISION_MODES)[number];

export const RUN_STATUSES = ['running', 'done', 'failed'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Why a run ended early. */
export interface RunError {
  readonly code: string;
  readonly detail: string;
}

/** Progress of a run. */
export interface RunReport {
  /** Empty while the domain is being read. */
  readonly steps: readonly Step[];
  /** Agents that were read; later steps that are done. */
  readonly done: number;
  readonly total: number;
}

export interface ProvisionRun {
  readonly id: string;
  readonly mode: ProvisionMode;
  /** `failed`: it ended early; `error` says why. A step that could not be done does not fail the run. */
  readonly status: RunStatus;
  readonly progress: { readonly done: number; readonly total: number };
  readonly steps: readonly Step[];
  readonly error: RunError | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}
