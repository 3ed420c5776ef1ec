import type { CheckFinding } from './check-finding.js';

/** A check as people know it. */
export interface CheckDescription {
  /** Stable, in kebab-case: answers, metrics and the setup guide name a check by it. */
  readonly id: string;
  readonly title: string;
  /** What the check examines, for the documentation. */
  readonly looksAt: string;
  /** Whether the hourly examination runs it, too: it costs little and its state can change by itself. */
  readonly hourly: boolean;
  /** Ids of checks that must pass first; otherwise this one is skipped. */
  readonly needs: readonly string[];
}

/** A check that can be run. */
export interface Check extends CheckDescription {
  /** @param signal ends the check when its time is over. An error that it throws becomes a finding. */
  run(signal: AbortSignal): Promise<CheckFinding> | CheckFinding;
}

/** How one check of one run ended. */
export interface CheckResult extends CheckFinding {
  readonly id: string;
  readonly title: string;
}
