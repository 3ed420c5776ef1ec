import type { IdempotentRequest, SessionAddress } from '#handover';
import type { JsonObject } from '#kernel';

/** Something that passed the Endpoint: a message of the customer, an output of the flow, or an event of the client. */
export interface TransformerMessage extends SessionAddress {
  readonly messageId: string;
  readonly text: string;
  readonly data: JsonObject;
  readonly sentAt?: Date;
  readonly request: IdempotentRequest;
}

/** What the transformer does with it. */
export interface TransformerAnswer {
  /** `agent`: the flow must not see the customer's message. */
  readonly route: 'bot' | 'agent';
  /** To be merged into the input's data. */
  readonly data?: JsonObject;
}
