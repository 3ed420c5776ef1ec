/** A source on which Engage refuses the bot's replies, or all calls because a setting is wrong. */
export class SourceFaultDto {
  /**
   * Engage's id of the source.
   * @example "65a1c0de0000000000000011"
   */
  readonly sourceId!: string;
  /**
   * What is wrong and how to fix it.
   * @example "The user of engage.apiAccessToken needs the permissions \"read\" and \"reply\" on the source \"Acme on WhatsApp\" (65a1c0de0000000000000011)."
   */
  readonly message!: string;
  /**
   * Time of the first refusal.
   * @example "2026-03-02T09:00:00.000Z"
   */
  readonly since!: Date;
}

/** Whether the tenant can work. */
export class ReadinessDto {
  /** All required settings are present. */
  readonly complete!: boolean;
  /**
   * Required settings that are missing.
   * @example ["engage.realtimeAccessToken"]
   */
  readonly missing!: string[];
  /** Sources on which Engage refuses the bot's replies, or all calls because a setting is wrong, and how to fix it. */
  readonly sourceFaults!: SourceFaultDto[];
}
