import type { LaneItem } from '#delivery';
import type { ConversationId, HandoverId, JsonObject } from '#kernel';
import type { Conversation, Decision, Handover, TimelineKind } from '#handover-rules';
import type { FactWrites } from '../ports/fact-store.js';

type Item<List extends keyof FactWrites> = FactWrites[List][number];
export type JournalItem = { readonly kind: TimelineKind; readonly detail: JsonObject };

/** What one call stores. */
export interface CallWrites {
  readonly conversation: Conversation | undefined;
  /** What the call itself shows about the conversation, e.g. its address. */
  readonly learnt: Partial<Conversation>;
  readonly decisions: readonly Decision[];
  readonly records: readonly JournalItem[];
  readonly items: readonly LaneItem[];
  readonly event: Item<'events'> | undefined;
}

/** What the facts of a transaction have decided and is not stored yet: one row for each object that changes. */
export class PendingWrites {
  private events: Item<'events'>[] = [];
  private conversations = new Map<ConversationId, Item<'conversations'>>();
  private begun = new Map<HandoverId, Handover>();
  private changed = new Map<HandoverId, Item<'changed'>>();
  private journal: Item<'journal'>[] = [];
  private marks: Item<'marks'>[] = [];
  private items: LaneItem[] = [];
  private readonly concerned = new Set<ConversationId>();

  /** Whether anything of the conversation is not stored yet. */
  concerns(id: ConversationId): boolean {
    return this.concerned.has(id);
  }

  /** Whether this handover is changed, e.g. ended: its row must be written before the next one begins. */
  changes(id: HandoverId | undefined): boolean {
    return id !== undefined && this.changed.has(id);
  }

  add({ conversation, learnt, decisions, records, items, event }: CallWrites): void {
    if (event) this.events.push(event);
    if (conversation) {
      this.concerned.add(conversation.id);
      this.change(conversation, learnt);
      for (const decision of decisions) this.addDecision(conversation, decision);
      for (const record of records) this.journal.push({ conversationId: conversation.id, ...record });
    }
    this.items.push(...items);
  }

  /** @returns all of it, which is then no longer pending @param unused created for calls that failed */
  take(unused: readonly ConversationId[]): FactWrites {
    const { events, journal, marks, items } = this;
    const conversations = [...this.conversations.values()];
    const writes = { events, conversations, begun: [...this.begun.values()], changed: [...this.changed.values()] };
    [this.events, this.journal, this.marks, this.items] = [[], [], [], []];
    for (const rows of [this.conversations, this.begun, this.changed, this.concerned]) rows.clear();
    return { ...writes, journal, marks, items, unused };
  }

  private addDecision(conversation: Conversation, decision: Decision): void {
    const { state, ...members } = decision.conversation;
    this.change(conversation, { ...members, ...(state && { state: state.to }) });
    this.addHandover(decision.handover);
    this.journal.push(...decision.entries);
    for (const { ids, forwarding } of decision.marks) this.marks.push(...ids.map((id) => ({ id, forwarding })));
    this.journal.push(...decision.timeline.map((entry) => ({ conversationId: conversation.id, ...entry })));
  }

  private change({ id, state }: Conversation, changes: Partial<Conversation>): void {
    if (Object.keys(changes).length === 0) return;
    const earlier = this.conversations.get(id);
    this.conversations.set(id, { id, from: earlier?.from ?? state, changes: { ...earlier?.changes, ...changes } });
  }

  private addHandover(change: Decision['handover']): void {
    if (!change) return;
    const { handover } = change;
    const { id } = handover;
    if (change.type === 'begin' || this.begun.has(id)) this.begun.set(id, handover);
    else {
      const earlier = this.changed.get(id);
      this.changed.set(id, {
        id,
        from: earlier?.from ?? change.from,
        changes: { ...earlier?.changes, ...change.changes },
      });
    }
  }
}
