import { IsEngageId } from '#bot-platforms';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsOptional } from 'class-validator';

/** Which agents are needed. */
export class AvailabilityQueryDto {
  /**
   * Engage ids of additional categories: repeat the parameter, or separate the ids by commas.
   * @example ["64b1f0a2c9e77d0008a1b013"]
   */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(',').filter((id) => id !== '') : value,
  )
  @ArrayMaxSize(20)
  @IsEngageId({ each: true })
  readonly categoryIds?: string[];
}

/** Agents who have the tenant's agent category and the requested categories, and may reply on the source. */
export class AgentCountsDto {
  /**
   * Connected on the source's channel.
   * @example 4
   */
  readonly connected!: number;

  /**
   * Number of these that are neither away nor at capacity.
   * @example 2
   */
  readonly available!: number;
}

/** Whether a handover can be started now. */
export class AgentAvailabilityDto {
  /**
   * A handover can start now.
   * @example true
   */
  readonly available!: boolean;

  /**
   * Why a handover can start: `always` (at any time), `open` (within the opening hours), `agents-available`, `unknown` (Engage does not
   * report the agents, so the handover is allowed). Why not: `closed` (outside the opening hours), `no-agents`, `disabled` (handovers are
   * switched off), `incomplete` (settings are missing).
   * @example "agents-available"
   */
  readonly reason!:
    'always' | 'open' | 'agents-available' | 'unknown' | 'closed' | 'no-agents' | 'disabled' | 'incomplete';

  /** null if Engage does not report it, or if no handover can start in any case. */
  readonly agents!: AgentCountsDto | null;

  /** When the agents were counted. */
  readonly checkedAt!: Date;
}
