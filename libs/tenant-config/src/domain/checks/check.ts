import type { CheckFinding } from './check-finding.js';

/** A check as people know it. */
export interface CheckDescription {
  /** Stable, in kebab-case: answers, metrics and the setup guide name a check by it. */
  readonly id: string;
  readonly title: string;
  /** What is looked at, for the documentation. */
  readonly looksAt: string;
  /** Whether the hourly examination runs it, too: it costs little and its state can change by itself. */
  readonly hourly: boolean;
  /** Ids of the checks without which this one makes no sense: it is skipped when one of them has not passed. */
  readonly needs: readonly string[];
}

/** A check that can be run. */
export interface Check extends CheckDescription {
  /** @param signal ends the check: its time is over. Whatever it throws becomes a finding. */
  run(signal: AbortSignal): Promise<CheckFinding> | CheckFinding;
}

/** How one check of one run ended. */
export interface CheckResult extends CheckFinding {
  readonly id: string;
  readonly title: string;
}
