import type { HandoverProblem } from '#handover';
import { ProblemDto } from '#web';

/** Why a handover failed. */
export class HandoverProblemDto {
  /**
   * Stable name of the reason, for programs.
   * @example "unavailable"
   */
  readonly reason!: HandoverProblem['reason'];

  /**
   * A sentence about it: the tenant's text for the customer, if one is configured.
   * @example "No agent is available."
   */
  readonly message!: string;
}

/** A handover that was refused. */
export class RefusedHandoverDto {
  /**
   * Always `error`, as in events about a handover.
   * @example "error"
   */
  readonly status!: 'error';

  /** Why it was refused. */
  readonly error!: HandoverProblemDto;
}

/** Why a call that starts a handover failed. */
export class HandoverRefusalDto extends ProblemDto {
  /** The handover that was refused. Absent where another reason stopped the call, such as a database that is not available. */
  readonly handover?: RefusedHandoverDto;
}
