/** Confirms to Chatlayer that the webhook works. */
export class WebhookStatusDto {
  /**
   * Always `ok`.
   * @example "ok"
   */
  readonly status!: 'ok';
}

/**
 * The answer to `offload`: whether the handover starts; both members are equal. The answer to `messages` is an empty
 * object.
 */
export class OffloadReplyDto {
  /**
   * The handover starts.
   * @example true
   */
  readonly offloadSuccess?: boolean;

  /**
   * The bot stays silent until it is resumed.
   * @example true
   */
  readonly pauseBot?: boolean;
}
