import type { JsonObject } from '#kernel';
import type { IdempotentRequest, SessionAddress } from './bot-request.js';
import type { HandoverOptions } from './handover.js';
import type { TranscriptTurn } from './history/history.js';

/** What a bot sends when it hands a conversation over. */
export interface StartHandoverCommand extends SessionAddress {
  readonly profile?: JsonObject;
  /** Oldest first. */
  readonly transcript?: readonly TranscriptTurn[];
  readonly reason?: string;
  readonly summary?: string;
  /** Flat object shown to the agent. */
  readonly context?: JsonObject;
  readonly categoryIds: readonly string[];
  readonly options: HandoverOptions;
  readonly request: IdempotentRequest;
}
