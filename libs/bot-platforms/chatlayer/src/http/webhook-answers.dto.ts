/** Tells Chatlayer that the webhook works. */
export class HealthAnswerDto {
  /** @example "ok" */
  readonly status!: 'ok';
}

/** Whether agents take the conversation; both are equal. Other calls are answered with an empty object. */
export class OffloadReplyDto {
  /** @example true */
  readonly offloadSuccess!: boolean;

  /**
   * The bot stays silent until it is resumed.
   * @example true
   */
  readonly pauseBot!: boolean;
}
