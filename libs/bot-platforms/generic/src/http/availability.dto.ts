import { IsEngageId } from '#bot-platforms';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsOptional } from 'class-validator';

/** Which agents are asked for. */
export class AvailabilityQueryDto {
  /**
   * Engage ids of additional categories, separated by commas.
   * @example "64b1f0a2c9e77d0008a1b013"
   */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(',').filter((id) => id !== '') : value,
  )
  @ArrayMaxSize(20)
  @IsEngageId({ each: true })
  readonly categoryIds?: string[];
}

/** How many agents of the asked categories there are. */
export class AgentCountsDto {
  /** @example 4 */
  readonly connected!: number;

  /** @example 2 */
  readonly available!: number;
}

/** Whether a handover can be started now. */
export class AgentAvailabilityDto {
  /** @example true */
  readonly available!: boolean;

  /**
   * Why: `always` (the tenant takes handovers at any time), `disabled` (handovers are switched off), `incomplete` (settings are missing).
   * @example "always"
   */
  readonly reason!: 'always' | 'disabled' | 'incomplete';

  /** null where the tenant's availability does not depend on agents. */
  readonly agents!: AgentCountsDto | null;

  readonly checkedAt!: Date;
}
