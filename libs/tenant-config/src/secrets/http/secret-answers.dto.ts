/** A secret is never shown, only whether it is set. */
export class SecretHintDto {
  /**
   * The secret is set.
   * @example true
   */
  readonly configured!: boolean;
  /**
   * Its last four characters, to recognise it; empty for a short one.
   * @example "9f3a"
   */
  readonly last4?: string;
}

/** A secret that was replaced and is still accepted. */
export class PreviousSecretDto {
  /**
   * Name of the setting.
   * @example "engage.webhookSecret"
   */
  readonly name!: string;
  /**
   * Time until which the former value is accepted.
   * @example "2026-03-02T10:00:00.000Z"
   */
  readonly validUntil!: Date;
}

/** A rotated secret. */
export class RotatedSecretDto {
  /**
   * Name of the secret.
   * @example "webhookSecret"
   */
  readonly name!: string;
  /**
   * The new value. It is shown only once.
   * @example "kJ8sLq2vXw0Zr5Tn7Yb3"
   */
  readonly value?: string;
  /**
   * Time until which the former value stays valid; null: it is no longer valid.
   * @example "2026-03-02T10:00:00.000Z"
   */
  readonly previousValidUntil!: Date | null;
}
