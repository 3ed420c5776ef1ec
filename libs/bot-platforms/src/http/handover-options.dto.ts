import { ApiHideProperty } from '@nestjs/swagger';
import type { StartHandoverCommand } from '#handover';
import { IsBoolean, IsIn, IsInt, IsNumber, IsOptional, Matches, Max, Min } from 'class-validator';
import { Refused } from './input.decorators.js';

const ONE_LINE = /^(?=.*\S)[^\p{Cc}\p{Cs}]{1,200}$/u;
const NOT_PER_HANDOVER = 'cannot be set for one handover, only for the tenant';

/** Settings of the tenant that this handover overrides. */
export class HandoverOptionsDto {
  /**
   * Send the bot the customer's position in the queue.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly queueUpdates?: boolean;

  /**
   * Minimum number of seconds between two queue updates.
   * @example 5
   */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3600)
  readonly queueUpdateMinSeconds?: number;

  /**
   * Notify the bot that the handover was accepted (`queue`).
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly queueEvent?: boolean;

  /**
   * Notify the bot that an agent is there (`active`).
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly activeEvent?: boolean;

  /**
   * End the conversation in Engage too when the bot side cancels or closes.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly closeAgentSide?: boolean;

  /**
   * Tell the agent when the customer joins.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly userConnectsMessage?: boolean;

  /**
   * Tell the agent when the customer leaves.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly userDisconnectsMessage?: boolean;

  /**
   * What the agent reads when the customer joins. Left out: the tenant's words.
   * @example "Kunde ist beigetreten"
   */
  @IsOptional()
  @Matches(ONE_LINE, { message: '$property must be one line of 1 to 200 characters' })
  readonly userConnectsText?: string;

  /**
   * What the agent reads when the customer leaves. Left out: the tenant's words.
   * @example "Kunde hat das Gespräch verlassen"
   */
  @IsOptional()
  @Matches(ONE_LINE, { message: '$property must be one line of 1 to 200 characters' })
  readonly userDisconnectsText?: string;

  /**
   * Maximum number of turns of the history that the agent gets.
   * @example 50
   */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1000)
  readonly transcriptMessages?: number;

  /**
   * What happens when an agent opens the conversation again: `ignore`, or `rejoin` it.
   * @example "ignore"
   */
  @IsOptional()
  @IsIn(['ignore', 'rejoin'])
  readonly onReopen?: 'ignore' | 'rejoin';

  /**
   * Minutes for which a temporary failure may delay the deliveries of this conversation before they are parked.
   * @example 15
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1440)
  readonly maxHoldMinutes?: number;

  /**
   * Minutes after which the handover ends with status `error` if no agent has joined.
   * @example 10
   */
  @IsOptional()
  @IsNumber()
  @Min(0.5)
  @Max(1440)
  readonly noPickupMinutes?: number;

  /**
   * Minutes after its start at which the handover ends with status `error`, whether or not an agent has it.
   * @example 480
   */
  @IsOptional()
  @IsNumber()
  @Min(0.5)
  @Max(43_200)
  readonly maxDurationMinutes?: number;

  /**
   * Minutes without a message of the customer after which you receive an `inactivity` event.
   * @example 5
   */
  @IsOptional()
  @IsNumber()
  @Min(0.5)
  @Max(1440)
  readonly inactivityMinutes?: number;

  /**
   * End the handover after this number of `inactivity` events without a reply.
   * @example 2
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  readonly inactivityCloseAfter?: number;

  @ApiHideProperty()
  @Refused(NOT_PER_HANDOVER)
  readonly enabled?: unknown;

  @ApiHideProperty()
  @Refused(NOT_PER_HANDOVER)
  readonly availability?: unknown;

  @ApiHideProperty()
  @Refused(NOT_PER_HANDOVER)
  readonly forwardOnlyHandover?: unknown;
}

/** The options that were given a value; null counts as left out. */
export function toHandoverOptions(options: HandoverOptionsDto | null | undefined): StartHandoverCommand['options'] {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined && value !== null));
}
