import type { SessionId, UserId } from '#kernel';
import type { JsonObject } from '#kernel';

/** Who a bot's call is about. */
export interface SessionAddress {
  readonly sessionId: SessionId;
  readonly userId: UserId;
  /** What else the bot platform needs to reach the conversation later; kept with it. `{}` when nothing. */
  readonly address: JsonObject;
}

/** Makes a writing call idempotent: another body under the same key is refused, a repeat gets the stored answer. */
export interface IdempotentRequest {
  /** The caller's id of this call (`messageId`, `inputId`, `Idempotency-Key`); undefined: not idempotent. */
  readonly key: string | undefined;
  /** What is compared with the first call of this key: the raw body. */
  readonly body: Buffer;
}
