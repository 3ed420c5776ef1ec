import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IsStorable, PageQueryDto } from '#web';
import type { HandoverStatus } from '#handover-rules';
import type { TroubleType } from '../../ports/conversation-archive.js';

/** Which conversations are wanted. */
export class ConversationQueryDto extends PageQueryDto {
  /** Slug of a tenant; omitted: all tenants that the key may see. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly tenant?: string;

  /** Who answers the customer: the bot (`bot`), no one yet (`queue`), or an agent (`active`). */
  @IsOptional()
  @IsIn(['bot', 'queue', 'active'])
  readonly state?: 'bot' | 'queue' | 'active';

  /**
   * Beginning of a session id or user id, case-sensitive; on native sources session ids begin with Engage's thread id. Or a complete id: our
   * id of the conversation or of one of its messages, or Engage's id of its thread.
   */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  @IsStorable()
  readonly q?: string;

  /** `true`: only conversations that need an operator. */
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly trouble?: 'true' | 'false';
}

/** Why a delivery failed. */
export class TroubleErrorDto {
  /**
   * Kind of the delivery.
   * @example bot.event
   */
  kind!: string;
  /**
   * Stable name of the error.
   * @example bot.rejected
   */
  code!: string;
  /**
   * What went wrong.
   * @example The bot answered with status 400.
   */
  message!: string;
}

/** Why a conversation needs an operator. */
export class TroubleDto {
  /**
   * `parked`: deliveries need an operator; `overdue`: the next delivery has been tried or held for 15 minutes; `waiting`: no agent has joined for
   * 15 minutes.
   * @example ["parked"]
   */
  @ApiProperty({ enum: ['parked', 'overdue', 'waiting'], isArray: true })
  types!: readonly TroubleType[];
  /** Time when the oldest problem began. */
  since!: Date;
  /**
   * Number of parked deliveries; counted up to 1,000.
   * @example 1
   */
  parked!: number;
  /** Error of the delivery that was parked last, or of the overdue one. */
  @ApiProperty({ type: TroubleErrorDto, nullable: true })
  lastError!: TroubleErrorDto | null;
}

/** A handover that an operator has started. */
export class OperatorHandoverDto {
  /** Our id of the handover. */
  handoverId!: string;
  /** Our id of the conversation. */
  conversationId!: string;
  /**
   * The customer waits for an agent.
   * @example queue
   */
  status!: 'queue';
}

/** A handover of the conversation. */
export class HandoverDto {
  /** Our id of the handover. */
  handoverId!: string;
  /**
   * `queue` and `active` run; `completed`, `cancelled` and `error` are over.
   * @example queue
   */
  status!: HandoverStatus;
  /** Last known position in Engage's queue. */
  position!: number | null;
  /** Last known wait in milliseconds. */
  estimatedWaitTime!: number | null;
  /**
   * Name of the agent, as in the agent's messages; null before one has joined.
   * @example Dana
   */
  agentName!: string | null;
  /** When the handover started. */
  startedAt!: Date;
  /** When an agent joined; null before. */
  joinedAt!: Date | null;
  /** When the handover ended; null while it runs. */
  endedAt!: Date | null;
  /** Cause of the end, e.g. `agent`, `bot-cancel`, `reconciliation`. */
  endCause!: string | null;
  /** Why it failed. */
  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true })
  error!: { reason: string; message: string } | null;
}

/** A conversation, without its timeline. */
export class ListedConversationDto {
  /** Our id of the conversation. */
  id!: string;
  /**
   * Slug of the tenant.
   * @example acme
   */
  tenant!: string;
  /**
   * The bot platform's id of the conversation.
   * @example session-42
   */
  sessionId!: string;
  /**
   * The bot platform's id of the customer.
   * @example customer-7
   */
  userId!: string;
  /**
   * Who answers the customer: the bot (`bot`), no one yet (`queue`), or an agent (`active`).
   * @example queue
   */
  state!: 'bot' | 'queue' | 'active';
  /** Engage's id of the thread, once known. */
  engageThreadId!: string | null;
  /** When the conversation began. */
  createdAt!: Date;
  /** Time of the last activity. It can be up to ten seconds old while messages follow each other. */
  updatedAt!: Date;
  /** Why it needs an operator; null when it does not. */
  @ApiProperty({ type: TroubleDto, nullable: true })
  trouble!: TroubleDto | null;
}

/** One page of conversations. */
export class ConversationPageDto {
  /** The conversations. */
  items!: ListedConversationDto[];
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor!: string | null;
}

/** Something that happened in a conversation. */
export class TimelineEntryDto {
  /** Grows with time. */
  position!: string;
  /** When it happened. */
  at!: Date;
  /** `message`, `state`, `delivery`, `engage-event`, `profile` or `operator`. */
  kind!: string;
  /** What happened; never a secret. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  detail!: object;
  /** The message of the entry, with the titles that it offered and the customer's choice. */
  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true })
  message!: object | null;
}

/** A conversation with its timeline. */
export class ConversationDto extends ListedConversationDto {
  /** The running handover, else the last one. */
  handover!: HandoverDto | null;
  /** The last 1,000 entries, oldest first. */
  timeline!: TimelineEntryDto[];
}
