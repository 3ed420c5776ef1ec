/** Tells Chatlayer that the webhook works. */
export class HealthAnswerDto {
  /**
   * Always `ok`.
   * @example "ok"
   */
  readonly status!: 'ok';
}

/** The answer to `offload`: whether agents take the conversation; both members are equal. The answer to `messages` is an empty object. */
export class OffloadReplyDto {
  /**
   * An agent takes the conversation.
   * @example true
   */
  readonly offloadSuccess?: boolean;

  /**
   * The bot stays silent until it is resumed.
   * @example true
   */
  readonly pauseBot?: boolean;
}
