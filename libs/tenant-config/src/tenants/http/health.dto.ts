import { ApiProperty } from '@nestjs/swagger';
import { CHECK_STATUSES, type CheckStatus } from '../../domain/checks/check-finding.js';

/** A connection check that warns or fails. */
export class HealthProblemDto {
  /**
   * Stable name of the check.
   * @example "agents-online"
   */
  readonly id!: string;
  /**
   * What the check verifies.
   * @example "An agent is available now"
   */
  readonly title!: string;
  /**
   * Result of the check: a problem is `warn` or `fail`.
   * @example "warn"
   */
  @ApiProperty({ enum: CHECK_STATUSES, enumName: 'CheckStatus' })
  readonly status!: CheckStatus;
  /**
   * What the check found.
   * @example "No agent with the category Agent and the permission to reply is connected: handovers wait."
   */
  readonly detail!: string;
  /**
   * How to fix it; null if there is nothing to do.
   * @example "This is normal outside of working hours. Otherwise let an agent log in and become available."
   */
  readonly fix!: string | null;
  /**
   * Time since which the check has this status.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly changedSince!: Date;
  /**
   * When the check ran last.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly checkedAt!: Date;
}

/** The last results of the connection checks, which run every hour and after changes of settings. */
export class HealthDto {
  /**
   * The worst of them. `unknown`: no problem is known, but not all checks have run yet.
   * @example "warn"
   */
  @ApiProperty({ enum: ['pass', 'warn', 'fail', 'unknown'] })
  readonly status!: 'pass' | 'warn' | 'fail' | 'unknown';
  /**
   * Time of the latest result, from a check or from ordinary traffic; null: there is none.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly checkedAt!: Date | null;
  /**
   * All checks have run at least once: on request, or automatically some minutes after the tenant was created.
   * @example true
   */
  readonly isComplete!: boolean;
  /** Checks that warn or fail. All checks: `GET /admin/tenants/{slug}/checks`. */
  @ApiProperty({ type: [HealthProblemDto] })
  readonly problems!: readonly HealthProblemDto[];
}
