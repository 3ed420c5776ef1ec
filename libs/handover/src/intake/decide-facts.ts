import { Injectable } from '@nestjs/common';
import { Database, DatabaseAway, DatabaseBusy } from '#database';
import { isTransient } from '#delivery';
import { AppError, Clock, type TenantId } from '#kernel';
import { TenantDirectory } from '#tenant-config';
import { FactStore, type LoadedFact } from '../ports/fact-store.js';
import { CallDecisions } from './call-decisions.js';
import { FactBook } from './fact-book.js';
import type { TenantCall } from './fact-call.js';
import { learntFrom } from './learnt-from.js';
import { Rules } from './rules.js';

/** `held`: another transaction has the conversation; nothing was decided. */
export type CallOutcome = PromiseSettledResult<unknown> | 'held';

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
   * @param calls of one tenant, in the order in which they came
   * @param waits for conversations that other transactions have locked; else their calls are left out
   * @returns one outcome per call; calls whose rule refuses them fail alone
   * @throws Error if the transaction cannot be committed
   */
  async run(tenantId: TenantId, calls: readonly TenantCall[], waits: boolean): Promise<CallOutcome[]> {
    const beginner = calls.find(({ begins }) => begins);
    // Before the conversations, as settings are changed in that order. Each is compared with its own when its handover begins.
    if (beginner) await this.tenants.hold(beginner.tenant).catch(unlessItFailsAlone);
    const book = new FactBook(tenantId, this.store, await this.store.load(tenantId, calls, waits));
    const outcomes: CallOutcome[] = [];
    for (const [place, call] of calls.entries())
      outcomes.push(await this.outcome(book, call, book.loaded.facts[place]));
    await book.save();
    return outcomes;
  }

  private async outcome(book: FactBook, call: TenantCall, fact: LoadedFact | undefined): Promise<CallOutcome> {
    if (call.order?.failure !== undefined) return { status: 'rejected', reason: call.order.failure };
    if (book.isHeldByAnother(fact)) return 'held';
    try {
      const known = book.repeatOf(call, fact?.earlier);
      return { status: 'fulfilled', value: known ? known.answer : await this.decide(book, call, fact) };
    } catch (error) {
      if (book.isBroken || !failsAlone(error)) throw error;
      return failed(call, error);
    }
  }

  private async decide(book: FactBook, call: TenantCall, fact: LoadedFact | undefined): Promise<unknown> {
    const situation = book.situationOf(fact);
    const now = this.clock.now();
    const learnt = situation ? learntFrom(call.reference, situation.conversation, now) : {};
    const decisions = new CallDecisions(this.rules, book, { call, situation, learnt, now });
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

function failed({ order }: TenantCall, reason: unknown): PromiseRejectedResult {
  if (order && isTransient(reason)) order.failure = reason;
  return { status: 'rejected', reason };
}

/** Whether the transaction can go on without the call: nothing that it asked of the database has failed. */
function failsAlone(error: unknown): boolean {
  return error instanceof AppError && !(error instanceof DatabaseAway) && !(error instanceof DatabaseBusy);
}

function unlessItFailsAlone(error: unknown): void {
  if (!failsAlone(error)) throw error;
}
