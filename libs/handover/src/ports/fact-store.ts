import type { LaneItem } from '#delivery';
import type {
  ConversationId,
  EngageThreadId,
  ForeignId,
  HandoverId,
  JsonObject,
  JsonValue,
  MessageId,
  SessionId,
  TenantId,
} from '#kernel';
import type {
  Conversation,
  ConversationState,
  Forwarding,
  Handover,
  HandoverStatus,
  JournalEntry,
  NativeChannel,
  SessionAddress,
  Situation,
  TimelineKind,
} from '#handover-rules';

export interface WritingCustomer extends Pick<NativeChannel, 'sourceId' | 'replyTo'> {
  readonly threadId: EngageThreadId;
  readonly identityId: string;
}

/** Which conversation a fact is about. */
export type ConversationReference =
  | { readonly by: 'id'; readonly id: ConversationId }
  | { readonly by: 'session'; readonly sessionId: SessionId }
  /** The session's; created if there is none. A known one gets the new address. */
  | { readonly by: 'address'; readonly session: SessionAddress }
  /** Our id of its thread. */
  | { readonly by: 'thread'; readonly foreignId: ForeignId }
  /** Our id of one of its messages. */
  | { readonly by: 'message'; readonly foreignId: ForeignId }
  /** @property identityId identifies the customer of a thread on a native source */
  | { readonly by: 'engage-thread'; readonly threadId: EngageThreadId; readonly identityId?: string | undefined }
  /** Of a customer who writes on a native source, with this content as the one to answer; created if there is none. */
  | { readonly by: 'customer'; readonly writing: WritingCustomer };

/** The sender's event behind a fact; its id is the same on redelivery. */
export interface FactEvent {
  readonly source: 'bot' | 'sdk' | 'webhook';
  readonly id: string;
  readonly type: string;
  /** Raw, as received. */
  readonly body: Buffer;
  readonly issuedAt?: Date | undefined;
  readonly threadId?: EngageThreadId | undefined;
}

/** What is stored about an earlier fact with the same id. */
export interface EarlierEvent {
  /** SHA-256 of its body. */
  readonly hash: string;
  readonly answer: JsonValue | null;
  /** A webhook event that could not be decided yet. */
  readonly isUnresolved: boolean;
}

export interface WantedFact {
  readonly reference?: ConversationReference | undefined;
  readonly event?: FactEvent | undefined;
  /** Whether the offers to the customer are needed. */
  readonly offers?: boolean;
}

export interface LoadedFact {
  readonly conversationId: ConversationId | undefined;
  readonly earlier: EarlierEvent | undefined;
}

export interface LoadedFacts {
  /** On the database's clock. */
  readonly now: Date;
  /** In the order of the request. */
  readonly facts: readonly LoadedFact[];
  /** What the transaction has locked. A conversation that is not here is locked by another. */
  readonly situations: ReadonlyMap<ConversationId, Situation>;
  readonly created: readonly ConversationId[];
}

export type EventStatus = 'applied' | 'unresolved' | 'ignored';

/** Everything that a transaction stores because of facts. */
export interface FactWrites {
  readonly events: readonly {
    readonly event: FactEvent;
    readonly hash: string;
    readonly answer: JsonValue;
    readonly status: EventStatus;
  }[];
  /** `from`: the state that it leaves. */
  readonly conversations: readonly {
    readonly id: ConversationId;
    readonly from: ConversationState;
    readonly changes: Partial<Conversation>;
  }[];
  readonly begun: readonly Handover[];
  /** `from`: the status that it leaves. */
  readonly changed: readonly {
    readonly id: HandoverId;
    readonly from: HandoverStatus;
    readonly changes: Partial<Handover>;
  }[];
  /** Messages and timeline entries, in their order. */
  readonly journal: readonly (
    JournalEntry | { readonly conversationId: ConversationId; readonly kind: TimelineKind; readonly detail: JsonObject }
  )[];
  readonly marks: readonly { readonly id: MessageId; readonly forwarding: Forwarding }[];
  readonly items: readonly LaneItem[];
  /** Created for facts that were not stored. */
  readonly unused: readonly ConversationId[];
}

/** Another transaction has stored the same fact since it was loaded. */
export class StoredMeanwhile extends Error {}

/** Loads what facts need, and stores what was decided: one statement each, in the running transaction of the tenant. */
export abstract class FactStore {
  /**
   * Locks the conversations, creates those that are missing, and reads them as they are under the lock.
   *
   * @param waits whether to wait for locks that other transactions hold; else their conversations are left out
   * @throws UnknownTenant when the tenant was deleted meanwhile
   */
  abstract load(tenantId: TenantId, facts: readonly WantedFact[], waits: boolean): Promise<LoadedFacts>;

  /**
   * @throws StoredMeanwhile
   * @throws ThreadTaken when another conversation of the tenant holds a thread to link
   * @throws Error if a conversation or handover is not in the state that a change leaves
   */
  abstract save(tenantId: TenantId, writes: FactWrites): Promise<void>;
}
