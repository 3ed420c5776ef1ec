import { type Check, type CheckFinding, type CheckResult, failed, postponed, skipped } from '#tenant-config';
import { CHECK_MS } from '../domain/run-limits.js';
import { findingOf } from './finding-of.js';

/**
 * Runs checks in parallel. A check waits for those that it needs, and is skipped unless all of them have passed or
 * warned. Each ends at its own deadline or the run's; a failure of one check does not affect the others.
 */
export class CheckRun {
  private readonly byId: ReadonlyMap<string, Check>;
  private readonly results = new Map<string, Promise<CheckResult>>();
  constructor(
    private readonly checks: readonly Check[],
    /** Aborted at the deadline of the run. */
    private readonly end: AbortSignal,
    private readonly checkMs = CHECK_MS,
  ) {
    this.byId = new Map(checks.map((check) => [check.id, check]));
  }

  /** In the order in which the checks were given. */
  run(): Promise<CheckResult[]> {
    return Promise.all(this.checks.map((check) => this.resultOf(check)));
  }

  private resultOf(check: Check): Promise<CheckResult> {
    const known = this.results.get(check.id);
    if (known) return known;
    const { id, title } = check;
    const result = this.findingOf(check).then((finding) => ({ id, title, ...finding }));
    this.results.set(id, result);
    return result;
  }

  private async findingOf(check: Check): Promise<CheckFinding> {
    const needed = check.needs.flatMap((id) => this.byId.get(id) ?? []); // a run may omit checks
    const before = await Promise.all(needed.map((need) => this.resultOf(need)));
    const missing = before.find(({ status }) => status === 'fail' || status === 'skipped');
    if (missing) {
      const skip = missing.postponed ? postponed : skipped;
      return skip(`Not checked, because this check must pass first: "${missing.title}" (${missing.id}).`);
    }
    if (this.end.aborted) return skipped('Not checked: the earlier checks used all the time. Run the checks again.');
    return this.inTime(check);
  }

  private async inTime(check: Check): Promise<CheckFinding> {
    const ownEnd = AbortSignal.timeout(this.checkMs);
    const signal = AbortSignal.any([this.end, ownEnd]);
    const late = new Promise<CheckFinding>((resolve) => {
      signal.addEventListener('abort', () => resolve(this.tooLate(ownEnd)));
    });
    const inTime = (async () => check.run(signal))().catch((error: unknown) =>
      signal.aborted ? late : findingOf(check.id, error),
    );
    return Promise.race([inTime, late]);
  }

  private tooLate(ownEnd: AbortSignal): CheckFinding {
    const late = ownEnd.aborted ? `within ${this.checkMs / 1_000} seconds` : 'before the time for all checks was over';
    return failed(
      `There was no answer ${late}.`,
      'Run the checks again. If it fails again, the other side is overloaded, or a firewall between it and this service drops the calls.',
    );
  }
}
