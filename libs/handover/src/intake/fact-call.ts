import { createHash } from 'node:crypto';
import type { EngageThreadId, JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { AnswerTo, Conversation, Fact, TimelineKind } from '#handover-rules';
import type { ConversationReference, EarlierEvent, EventStatus, FactEvent } from '../ports/fact-store.js';

/** What a call may do while its conversation is locked. It is stored together with the event, or not at all. */
export interface Deciding {
  /** @throws AppError of the rule that refuses the fact */
  readonly decide: <Type extends Fact['type']>(fact: Extract<Fact, { readonly type: Type }>) => Promise<AnswerTo<Type>>;
  /** Stores what calls before it have decided about the conversation, so that the journal has it. */
  readonly settled: () => Promise<void>;
  readonly record: (kind: TimelineKind, detail: JsonObject) => void;
  /**
   * Others that link this thread, or store an event that waits for its link, wait until this is committed.
   *
   * @throws ThreadHeld if others have it and the call must be decided later; do not catch it
   */
  readonly lockThread: (threadId: EngageThreadId) => Promise<void>;
  /** The status that is stored with the event; default: `applied`. */
  readonly eventIs: (status: EventStatus) => void;
}

/** Calls of one order, e.g. a thread's events in one request: after one that fails and may succeed later, the others wait for the repeat. */
export interface CallOrder {
  failure?: unknown;
}

/** What to decide, and about which conversation. */
export interface FactCall<Answer = unknown> {
  readonly reference?: ConversationReference | undefined;
  /** Its own id; without one every call is decided. */
  readonly event?: FactEvent | undefined;
  /** Calls of one key are decided in order of arrival. Left out: those with the same reference. */
  readonly key?: string | undefined;
  readonly order?: CallOrder | undefined;
  /** Whether a customer's message may choose something from an offer. */
  readonly offers?: boolean;
  /** It may begin a handover: the tenant's settings must stay valid until the commit. */
  readonly begins?: boolean;
  /** Whether `work` writes itself, e.g. files: if it fails, that is undone. */
  readonly writes?: boolean;
  /**
   * Runs in the transaction, under the conversation's lock. Expected failures are AppErrors: then nothing of the call is stored.
   *
   * @param conversation undefined: there is none
   * @returns the answer; it is stored with the event and given to repeats
   */
  readonly work: (conversation: Conversation | undefined, deciding: Deciding) => Promise<Answer>;
  /** What a repeat gets; left out: the stored answer. */
  readonly repeated?: (earlier: EarlierEvent) => Answer;
}

/** A call of one tenant with settings as its caller read them. */
export interface TenantCall extends FactCall {
  readonly tenant: Tenant;
  /** Its span, as `currentTrace` returns it: what it causes is linked to it. */
  readonly trace?: string | undefined;
}

/** Hash of a body, as events store it. */
export function hashOf({ body }: FactEvent): string {
  return createHash('sha256').update(body).digest('hex');
}

/** The key by which calls are kept in order. */
export function keyOf({ key, reference }: FactCall): string | undefined {
  if (key !== undefined || !reference) return key;
  switch (reference.by) {
    case 'id':
      return `conversation ${reference.id}`;
    case 'session':
      return `session ${reference.sessionId}`;
    case 'address':
      return `session ${reference.session.sessionId}`;
    case 'thread':
    case 'message':
      return `${reference.by} ${reference.foreignId}`;
    case 'engage-thread':
      return `engage ${reference.threadId}`;
    case 'customer':
      return `engage ${reference.writing.threadId}`;
  }
}
