import type { EngageThreadId, JsonValue, TenantId } from '#kernel';

export interface ReceivedEvent {
  readonly tenantId: TenantId;
  readonly source: 'bot' | 'sdk' | 'webhook';
  /** The same on redelivery. */
  readonly eventId: string;
  readonly type: string;
  /** Raw, as received; null where only the id is kept. */
  readonly body: Buffer | null;
  readonly issuedAt?: Date | undefined;
  readonly threadId?: EngageThreadId | undefined;
  /** Where the answer is known from the beginning. */
  readonly answer?: JsonValue;
}

/** What is known of an event that came before. */
export interface EarlierEvent {
  readonly sameBody: boolean;
  readonly answer: JsonValue | null;
  /** A webhook event that could not be decided yet. */
  readonly isUnresolved: boolean;
}

export interface UnresolvedEvent {
  readonly eventId: string;
  readonly body: Buffer;
}

/** Every event of the outside, once. */
export abstract class EventInbox {
  /** Stores the event; waits for a transaction that is just storing the same. @returns what is known if it came before */
  abstract accept(event: ReceivedEvent): Promise<EarlierEvent | undefined>;
  /** @returns which of these webhook events are stored */
  abstract known(tenantId: TenantId, eventIds: readonly string[]): Promise<Set<string>>;
  abstract answer(event: ReceivedEvent, answer: JsonValue): Promise<void>;
  abstract setStatus(tenantId: TenantId, eventId: string, status: 'applied' | 'unresolved' | 'ignored'): Promise<void>;
  /** Webhook events of a thread that could not be decided yet, oldest first. */
  abstract unresolved(tenantId: TenantId, threadId: EngageThreadId): Promise<UnresolvedEvent[]>;
}
