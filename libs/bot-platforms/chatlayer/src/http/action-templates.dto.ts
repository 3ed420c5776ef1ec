import { IsJsonObjectUpTo } from '#web';
import type { JsonObject } from '#kernel';
import { IsOptional, ValidateBy } from 'class-validator';

const MAX_KILOBYTES = 8;

/** A template that needs this placeholder. */
function Mentions(placeholder: string): PropertyDecorator {
  return ValidateBy({
    name: 'mentions',
    validator: {
      validate: (value) => JSON.stringify(value ?? null).includes(placeholder),
      defaultMessage: () => `$property must contain ${placeholder}`,
    },
  });
}

/**
 * Bodies of the conversation actions whose keys Chatlayer does not document publicly. Compare them with the API
 * reference of your account (operation `executeConversationAction`), and set them here if they differ.
 */
export class ActionTemplatesDto {
  /**
   * Resumes the bot.
   * @example { "pauseBot": false }
   */
  @IsOptional()
  @IsJsonObjectUpTo(MAX_KILOBYTES)
  readonly resume?: JsonObject;

  /**
   * Pauses the bot again when an agent reopens the conversation.
   * @example { "pauseBot": true }
   */
  @IsOptional()
  @IsJsonObjectUpTo(MAX_KILOBYTES)
  readonly pause?: JsonObject;

  /**
   * Starts a bot dialog; `{{dialogStateId}}` is replaced by its id.
   * @example { "nextDialogstateId": "{{dialogStateId}}" }
   */
  @IsOptional()
  @IsJsonObjectUpTo(MAX_KILOBYTES)
  @Mentions('{{dialogStateId}}')
  readonly gotoDialog?: JsonObject;

  /**
   * Writes session data; `{{data}}` is replaced by an object such as `{ "ringcentral.lastAgent": "Mara" }`.
   * @example { "sessionData": "{{data}}" }
   */
  @IsOptional()
  @IsJsonObjectUpTo(MAX_KILOBYTES)
  @Mentions('{{data}}')
  readonly setSession?: JsonObject;
}
