import { Injectable } from '@nestjs/common';
import { Database, DatabaseAway, DatabaseBusy } from '#database';
import { isTransient } from '#delivery';
import { AppError, Clock, type TenantId } from '#kernel';
import { TenantDirectory } from '#tenant-config';
import { FactStore, type LoadedFact } from '../ports/fact-store.js';
import { CallDecisions } from './call-decisions.js';
import { FactBook } from './fact-book.js';
import { keyOf, type TenantCall } from './fact-call.js';
import { learntFrom } from './learnt-from.js';
import { Rules } from './rules.js';
import { ThreadHeld } from './thread-held.error.js';

/**
 * `held`: another transaction has the conversation, or the thread that the call is about, or has erased the conversation; nothing was
 * decided.
 */
export type CallOutcome = PromiseSettledResult<unknown> | 'held';

interface GivenCall {
  readonly call: TenantCall;
  readonly fact: LoadedFact | undefined;
  readonly waits: boolean;
}

/** Decides facts in the running transaction: one load, then one after the other in memory, then one save. */
@Injectable()
export class DecideFacts {
  constructor(
    private readonly database: Database,
    private readonly store: FactStore,
    private readonly tenants: TenantDirectory,
    private readonly rules: Rules,
    private readonly clock: Clock,
  ) {}

  /**
   * @param calls of one tenant, in order of arrival
   * @param waits whether to wait for conversations and threads that other transactions have locked; else their calls are left out
   * @returns one outcome per call; calls whose rule refuses them fail alone
   * @throws Error if the transaction cannot be committed
   */
  async run(tenantId: TenantId, calls: readonly TenantCall[], waits: boolean): Promise<CallOutcome[]> {
    const beginner = calls.find(({ begins }) => begins);
    // Before the conversations, because a change of settings locks in that order. Each call's own settings are compared when its
    // handover begins.
    if (beginner) await this.tenants.hold(beginner.tenant).catch(unlessItFailsAlone);
    const book = new FactBook(tenantId, this.store, await this.store.load(tenantId, calls, waits));
    const outcomes: CallOutcome[] = [];
    const held = new Set<string | undefined>();
    for (const [place, call] of calls.entries()) {
      const isBehind = held.has(keyOf(call));
      const outcome = isBehind ? 'held' : await this.outcome(book, { call, waits, fact: book.loaded.facts[place] });
      if (outcome === 'held' && keyOf(call) !== undefined) held.add(keyOf(call));
      outcomes.push(outcome);
    }
    await book.save();
    return outcomes;
  }

  private async outcome(book: FactBook, given: GivenCall): Promise<CallOutcome> {
    const { call, fact } = given;
    if (call.order?.failure !== undefined) return { status: 'rejected', reason: call.order.failure };
    if (isHeld(book, given)) return 'held';
    try {
      const known = book.repeatOf(call, fact?.earlier);
      return { status: 'fulfilled', value: known ? known.answer : await this.decide(book, given) };
    } catch (error) {
      if (book.isBroken) throw error;
      if (error instanceof ThreadHeld) return 'held';
      if (!failsAlone(error)) throw error;
      return failed(call, error);
    }
  }

  private async decide(book: FactBook, { call, fact, waits }: GivenCall): Promise<unknown> {
    const situation = book.situationOf(fact);
    const now = this.clock.now();
    const learnt = situation ? learntFrom(call.reference, situation.conversation, now) : {};
    const decisions = new CallDecisions(this.rules, book, { call, situation, learnt, now, waits });
    const work = (): Promise<unknown> => call.work(decisions.conversation, decisions);
    const answer = await (call.writes ? this.database.savepoint(work) : work());
    const { event } = call;
    book.add(
      event && { event, answer: answer ?? null, status: decisions.eventStatus },
      decisions.writes(),
      decisions.after,
    );
    return answer;
  }
}

function isHeld(book: FactBook, { call, fact }: GivenCall): boolean {
  return book.isHeldByAnother(fact) || wasErased(call, fact);
}

/** Whether the load found the conversation, and so created none, but another transaction erased it before it was read. */
function wasErased({ reference }: TenantCall, { conversationId, earlier }: Partial<LoadedFact> = {}): boolean {
  const isCreated = reference?.by === 'address' || reference?.by === 'customer';
  return isCreated && conversationId === undefined && earlier === undefined;
}

function failed({ order }: TenantCall, reason: unknown): PromiseRejectedResult {
  if (order && isTransient(reason)) order.failure = reason;
  return { status: 'rejected', reason };
}

/** Whether the transaction can continue without the call: none of the call's statements has failed. */
function failsAlone(error: unknown): boolean {
  return error instanceof AppError && !(error instanceof DatabaseAway) && !(error instanceof DatabaseBusy);
}

function unlessItFailsAlone(error: unknown): void {
  if (!failsAlone(error)) throw error;
}
