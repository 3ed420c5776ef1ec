import { IsOptional, IsString, Length } from 'class-validator';

/** Texts that this service sends to the customer. Texts that are not set are not sent, except `failed`. */
export class ChatlayerTextsDto {
  /**
   * The handover was accepted.
   * @example "One moment please, I am looking for a colleague."
   */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  readonly accepted?: string;

  /**
   * The position in the queue has changed; `{{position}}` and `{{minutes}}` are replaced.
   * @example "You are number {{position}} in the queue, about {{minutes}} minutes."
   */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  readonly queueUpdate?: string;

  /**
   * An agent has joined.
   * @example "You are talking to a colleague now."
   */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  readonly agentJoined?: string;

  /**
   * The agent has completed the conversation.
   * @example "I am handing you back to our assistant."
   */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  readonly goodbye?: string;

  /**
   * The handover was ended by someone other than the agent, e.g. an operator.
   * @example "Our assistant is here for you again."
   */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  readonly cancelled?: string;

  /**
   * No agent can take the conversation now.
   * @example "Our colleagues are not here at the moment."
   */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  readonly unavailable?: string;

  /**
   * Handovers are switched off for this tenant.
   * @example "Our live chat is closed today."
   */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  readonly disabled?: string;

  /**
   * The handover was accepted, but failed later. Default: "Sorry, we could not reach a colleague."
   * @example "Sorry, we could not reach a colleague."
   */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  readonly failed?: string;
}
