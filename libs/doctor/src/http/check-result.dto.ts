import { ApiProperty } from '@nestjs/swagger';
import { CHECK_STATUSES, type CheckStatus } from '#tenant-config';

/** The result of one connection check. */
export class CheckResultDto {
  /**
   * Stable name of the check.
   * @example "verify-token"
   */
  readonly id!: string;
  /**
   * What the check verifies.
   * @example "The verification token is your own"
   */
  readonly title!: string;
  /**
   * `warn`: it works, but not well or not for long. `skipped`: there is no result, `detail` says why.
   * @example "warn"
   */
  @ApiProperty({ enum: CHECK_STATUSES, enumName: 'CheckStatus' })
  readonly status!: CheckStatus;
  /**
   * Result of the check.
   * @example "The verification token is cognigy123, the well-known default."
   */
  readonly detail!: string;
  /**
   * How to fix it; null if there is nothing to do.
   * @example "Set engage.verifyToken to a random text of your own, and the same text in Engage: Admin > Dev tools > Webhooks."
   */
  readonly fix!: string | null;
  /** Skipped for now, because Engage limits the number of calls: the last result stays valid. Omitted otherwise. */
  readonly postponed?: true;
}

/** The last result of a connection check. */
export class StoredCheckDto extends CheckResultDto {
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
