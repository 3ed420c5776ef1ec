import { IsBoolean, IsIn, IsInt, IsNumber, IsOptional, Matches, Max, Min } from 'class-validator';
import { AvailabilityDto } from './availability.dto.js';
import { IsSettings } from './settings-class.decorators.js';
import { TimerTextsDto } from './timer-texts.dto.js';

const ONE_LINE = /^(?=.*\S)[^\p{Cc}\p{Cs}]{1,200}$/u;

/** How conversations are handed over. */
export class HandoverSettingsDto {
  /**
   * `false` pauses handovers: new ones are refused, running ones continue. Default true.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly enabled?: boolean;

  /**
   * Send a conversation to Engage only when it is handed over, not each message before. Default false; some platforms have another default.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  readonly forwardOnlyHandover?: boolean;

  /**
   * Notify the bot of position and waiting time in the queue. Default true.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly queueUpdates?: boolean;

  /**
   * Minimum number of seconds between two queue updates of a conversation.
   * @example 5
   */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3600)
  readonly queueUpdateMinSeconds?: number;

  /**
   * Notify the bot that a handover was accepted and waits. Default true.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly queueEvent?: boolean;

  /**
   * Notify the bot that an agent took over. Default true.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly activeEvent?: boolean;

  /**
   * `/cancel` and `/close` of the bot also close the agents' intervention in Engage. Default true.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly closeAgentSide?: boolean;

  /**
   * Show the agent when the customer comes online. Default true.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly userConnectsMessage?: boolean;

  /**
   * Show the agent when the customer leaves. Default true.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly userDisconnectsMessage?: boolean;

  /**
   * What the agent reads when the customer comes online, in the language of your agents. Default "User joined the conversation".
   * @example "Kunde ist beigetreten"
   */
  @IsOptional()
  @Matches(ONE_LINE, { message: '$property must be one line of 1 to 200 characters' })
  readonly userConnectsText?: string;

  /**
   * What the agent reads when the customer leaves. Default "User left the conversation".
   * @example "Kunde hat das Gespräch verlassen"
   */
  @IsOptional()
  @Matches(ONE_LINE, { message: '$property must be one line of 1 to 200 characters' })
  readonly userDisconnectsText?: string;

  /**
   * Show the agent what the customer is typing before it is sent. Default false: the agent sees only that they type.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  readonly typingPreview?: boolean;

  /**
   * Also write the note (reason, summary, context) as a comment at the agents' intervention. Default true. If the token may not comment,
   * only the comment is missing.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly noteAsComment?: boolean;

  /**
   * Maximum number of turns of the history that are sent to the agent.
   * @example 100
   */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1000)
  readonly transcriptMessages?: number;

  /** When a handover may start. Default: always. */
  @IsOptional()
  @IsSettings(() => AvailabilityDto)
  readonly availability?: AvailabilityDto;

  /**
   * Give the conversation back to the bot, with status `error`, when no agent joins within this number of minutes. Not set: wait.
   * @example 10
   */
  @IsOptional()
  @IsNumber()
  @Min(0.5)
  @Max(1440)
  readonly noPickupMinutes?: number | null;

  /**
   * End the handover, with status `error`, this number of minutes after its start, whether or not an agent has it. Not set: never.
   * @example 480
   */
  @IsOptional()
  @IsNumber()
  @Min(0.5)
  @Max(43_200)
  readonly maxDurationMinutes?: number | null;

  /** What the customer reads before a timer ends the handover. Default: nothing. */
  @IsOptional()
  @IsSettings(() => TimerTextsDto)
  readonly timerTexts?: TimerTextsDto;

  /**
   * Notify the bot when the customer has been silent for this number of minutes (about a second late at most). Not set: never.
   * @example 5
   */
  @IsOptional()
  @IsNumber()
  @Min(0.5)
  @Max(1440)
  readonly inactivityMinutes?: number | null;

  /**
   * The handover ends when the bot was notified this number of times and the customer is still silent.
   * @example 2
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  readonly inactivityCloseAfter?: number;

  /**
   * What happens when an agent reopens a closed conversation.
   * @example "ignore"
   */
  @IsOptional()
  @IsIn(['ignore', 'rejoin'])
  readonly onReopen?: 'ignore' | 'rejoin';

  /**
   * Maximum number of minutes that a failing delivery can block its conversation before it is parked.
   * @example 15
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1440)
  readonly maxHoldMinutes?: number;
}
