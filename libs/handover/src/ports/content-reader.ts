import type { ForeignId, JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { EngageEvent, FoundContent } from '#handover-rules';
import type { AgentMessage } from '../messages/accept-agent-message.js';

/** A content with the call that should have delivered it. */
export interface FoundMessage extends FoundContent {
  readonly message: AgentMessage;
}

/** A content with the event that should have reported it. */
export interface FoundEvent extends FoundContent {
  readonly event: EngageEvent;
  /** Engage's identity of the customer who wrote it or whom it answers: customers share threads. */
  readonly customerId: string;
}

/**
 * Reads records of contents from Engage's REST API; implemented by the connector that receives the calls and events with the
 * same data. Undefined for what Engage would not have sent, and for what is refused when it comes as a call.
 */
export abstract class ContentReader {
  /** What an agent wrote on our own source. */
  abstract message(tenant: Tenant, threadForeignId: ForeignId, record: JsonObject): FoundMessage | undefined;
  /** What an agent or a customer wrote on a source that Engage serves itself. */
  abstract event(record: JsonObject): FoundEvent | undefined;
}
