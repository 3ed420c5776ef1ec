import { type EngageThreadId, type JsonObject, newId } from '#kernel';
import {
  after,
  type AnswerTo,
  type Conversation,
  type Decision,
  type Fact,
  type Situation,
  type TimelineKind,
  UnknownConversation,
} from '#handover-rules';
import type { EventStatus } from '../ports/fact-store.js';
import type { Deciding, TenantCall } from './fact-call.js';
import type { FactBook } from './fact-book.js';
import type { CallWrites, JournalItem } from './pending-writes.js';
import type { Rules } from './rules.js';

interface Given {
  readonly call: TenantCall;
  readonly situation: Situation | undefined;
  readonly learnt: Partial<Conversation>;
  /** On the process's clock. */
  readonly now: Date;
  /** Whether the transaction waits for locks of others. */
  readonly waits: boolean;
}

/** What one call decides, kept separate until it has succeeded. */
export class CallDecisions implements Deciding {
  /** The situation after what was decided so far. */
  after: Situation | undefined;
  eventStatus: EventStatus = 'applied';
  private readonly decisions: Decision[] = [];
  private readonly records: JournalItem[] = [];

  constructor(
    private readonly rules: Rules,
    private readonly book: FactBook,
    private readonly given: Given,
  ) {
    const { situation, learnt } = given;
    this.after = situation && { ...situation, conversation: { ...situation.conversation, ...learnt } };
  }

  get conversation(): Conversation | undefined {
    return this.after?.conversation;
  }

  readonly decide = async <Type extends Fact['type']>(
    fact: Extract<Fact, { readonly type: Type }>,
  ): Promise<AnswerTo<Type>> => {
    const { call } = this.given;
    if (!this.after) throw new UnknownConversation();
    if (this.rules.readsJournal(fact, this.after)) await this.settled();
    const situation = await this.rules.complete(call.tenant, this.after, fact);
    const { decision, answer } = this.rules.decide<Type>(
      call.tenant,
      situation,
      { ...fact, id: newId() },
      this.nowAfter(situation),
    );
    await this.prepare(situation, decision);
    this.decisions.push(decision);
    this.after = after(situation, decision);
    return answer;
  };

  readonly settled = async (): Promise<void> => {
    if (this.after && this.book.pending.concerns(this.after.conversation.id)) await this.book.flush();
  };

  readonly lockThread = (threadId: EngageThreadId): Promise<void> => {
    const { call, waits } = this.given;
    return this.rules.links(call.tenant.id, threadId, waits);
  };

  readonly record = (kind: TimelineKind, detail: JsonObject): void => {
    this.records.push({ kind, detail });
  };

  readonly eventIs = (status: EventStatus): void => {
    this.eventStatus = status;
  };

  /** Facts that are loaded together have the same time; a fact after the end of a handover has a later one. */
  private nowAfter({ last }: Situation): Date {
    const { now } = this.book.loaded;
    return last?.endedAt && last.endedAt >= now ? new Date(last.endedAt.getTime() + 1) : now;
  }

  /** Ensures what must be true when the decision is stored. */
  private async prepare({ last }: Situation, decision: Decision): Promise<void> {
    const { engageThreadId } = decision.conversation;
    if (engageThreadId !== undefined) await this.lockThread(engageThreadId);
    if (decision.handover?.type !== 'begin') return;
    await this.rules.beginsWith(this.given.call.tenant);
    if (this.book.pending.changes(last?.id)) await this.book.flush(); // only one handover may run at a time, in every statement
  }

  writes(): Omit<CallWrites, 'event'> {
    const { decisions, records } = this;
    const { call, situation, learnt: known, now } = this.given;
    const learnt = decisions.some(({ conversation }) => conversation.state) ? { ...known, updatedAt: now } : known;
    const all = this.after ? this.rules.laneItems(call.tenant, this.after.conversation, decisions) : [];
    const { trace } = call;
    const items = trace === undefined ? all : all.map((item) => ({ ...item, trace }));
    return { conversation: situation?.conversation, learnt, decisions, records, items };
  }
}
