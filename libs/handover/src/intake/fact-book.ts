import type { ConversationId, JsonValue, TenantId } from '#kernel';
import { IdempotencyKeyReused, type Situation } from '#handover-rules';
import type { EarlierEvent, EventStatus, FactEvent, FactStore, LoadedFact, LoadedFacts } from '../ports/fact-store.js';
import { hashOf, type TenantCall } from './fact-call.js';
import { type CallWrites, PendingWrites } from './pending-writes.js';

interface StoredEvent {
  readonly event: FactEvent;
  /** JSON. */
  readonly answer: unknown;
  readonly status: EventStatus;
}

/** The facts of one transaction: the loaded situations, changed by what was decided so far, and what is not stored yet. */
export class FactBook {
  readonly pending = new PendingWrites();
  /** A statement failed in the middle: nothing can be committed any more. */
  isBroken = false;
  private readonly situations: Map<ConversationId, Situation>;
  /** Events of this transaction, by source and id. */
  private readonly events = new Map<string, EarlierEvent>();
  private readonly used = new Set<ConversationId>();

  constructor(
    private readonly tenantId: TenantId,
    private readonly store: FactStore,
    readonly loaded: LoadedFacts,
  ) {
    this.situations = new Map(loaded.situations);
  }

  isHeldByAnother({ conversationId }: Partial<LoadedFact> = {}): boolean {
    return conversationId !== undefined && !this.situations.has(conversationId);
  }

  situationOf({ conversationId }: Partial<LoadedFact> = {}): Situation | undefined {
    return conversationId && this.situations.get(conversationId);
  }

  /** The answer, if the call is a repeat. @throws IdempotencyKeyReused */
  repeatOf(call: TenantCall, stored: EarlierEvent | undefined): { readonly answer: unknown } | undefined {
    const { event, repeated } = call;
    const earlier = event && (stored ?? this.events.get(nameOf(event)));
    if (!earlier) return undefined;
    if (repeated) return { answer: repeated(earlier) };
    if (event.source === 'bot' && earlier.hash !== hashOf(event)) throw new IdempotencyKeyReused();
    return { answer: earlier.answer };
  }

  /** A call has succeeded: the next ones are decided with what it changed. */
  add(stored: StoredEvent | undefined, writes: Omit<CallWrites, 'event'>, after: Situation | undefined): void {
    const event = stored && { ...stored, answer: stored.answer as JsonValue, hash: hashOf(stored.event) };
    this.pending.add({ ...writes, event });
    if (event) this.events.set(nameOf(event.event), { ...event, isUnresolved: event.status === 'unresolved' });
    if (!after) return;
    this.situations.set(after.conversation.id, after);
    this.used.add(after.conversation.id);
  }

  /** Stores what is pending in the middle of the transaction. */
  async flush(): Promise<void> {
    this.isBroken = true;
    await this.store.save(this.tenantId, this.pending.take([]));
    this.isBroken = false;
  }

  /** Stores the rest. What was created for calls that have failed is deleted again. */
  async save(): Promise<void> {
    const unused = this.loaded.created.filter((id) => !this.used.has(id));
    await this.store.save(this.tenantId, this.pending.take(unused));
  }
}

const nameOf = ({ source, id }: FactEvent): string => `${source} ${id}`;
