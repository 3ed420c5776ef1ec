import type { SessionId, UserId } from '#kernel';
import type { JsonObject } from '#kernel';

/** The session that a bot's call is about. */
export interface SessionAddress {
  readonly sessionId: SessionId;
  readonly userId: UserId;
  /** Further data that the bot platform needs to reach the conversation later; stored with it. `{}` for none. */
  readonly address: JsonObject;
}

/** Makes a writing call idempotent: another body with the same key is refused, a repeat gets the stored answer. */
export interface IdempotentRequest {
  /** The caller's id of this call (`messageId`, `inputId`, `Idempotency-Key`); undefined: not idempotent. */
  readonly key: string | undefined;
  /** What is compared with the first call of this key: the raw body. */
  readonly body: Buffer;
}
