import { type Database, DatabaseAway, DatabaseBusy, DataLocked, SharedRuns } from '#database';
import { isTransient } from '#delivery';
import type { TenantId } from '#kernel';
import { inSpan } from '#traces';
import { StoredMeanwhile } from '../ports/fact-store.js';
import type { CallOutcome, DecideFacts } from './decide-facts.js';
import { keyOf, type TenantCall } from './fact-call.js';
import { TooManyCallsWaiting } from './too-many-calls.error.js';

/** The most calls and bytes that share a transaction. */
const LIMITS = { items: 64, bytes: 4_194_304 } as const;
/** The most calls and bytes that wait in memory: further callers must retry. Far above what waits for a working database. */
const MOST_WAITING = { calls: 5_000, bytes: 33_554_432 } as const;
/** Transactions of a tenant at a time; and as many that wait for conversations which others have locked. */
const IN_FLIGHT = 2;
/** How long each call waits for a lock after they have waited for it together without success, in milliseconds. */
const SHORT_WAIT_MS = 100;
/** How often calls are decided at most when their conversation is erased again and again while they wait for it. */
const MOST_TRIES = 5;

type Settled = PromiseSettledResult<unknown>;

/**
 * The calls of one tenant. A conversation that another transaction has locked never delays the others: its calls leave the
 * shared transaction and wait, in their order, in a separate one.
 */
export class FactQueue {
  private readonly shared: SharedRuns<TenantCall, unknown>;
  private readonly waiting: SharedRuns<TenantCall, unknown>;
  /** Keys of calls that wait for a lock, and how many do: later calls of the same key wait after them. */
  private readonly waitingKeys = new Map<string, number>();
  /** Calls that have no outcome yet, and the bytes of their bodies. */
  private readonly open = { calls: 0, bytes: 0 };

  constructor(
    private readonly tenantId: TenantId,
    private readonly database: Database,
    private readonly facts: DecideFacts,
  ) {
    this.shared = new SharedRuns((calls) => this.runShared(calls), { ...LIMITS, inFlight: IN_FLIGHT });
    this.waiting = new SharedRuns((calls) => this.runWaiting(calls), { ...LIMITS, inFlight: IN_FLIGHT, oneKey: true });
  }

  get isIdle(): boolean {
    return this.shared.isIdle && this.waiting.isIdle;
  }

  /** @throws TooManyCallsWaiting, and what the work of the call throws */
  async add(call: TenantCall): Promise<unknown> {
    const bytes = call.event?.body.length ?? 0;
    const { open } = this;
    if (open.calls >= MOST_WAITING.calls || (open.calls > 0 && open.bytes + bytes > MOST_WAITING.bytes))
      throw refused(call);
    open.calls += 1;
    open.bytes += bytes;
    try {
      return await this.shared.add(call, { key: keyOf(call), bytes });
    } finally {
      open.calls -= 1;
      open.bytes -= bytes;
    }
  }

  private async runShared(calls: readonly TenantCall[]): Promise<Settled[]> {
    const free = calls.filter((call) => !this.isBehind(call));
    const outcomes = new Map<TenantCall, CallOutcome>();
    const run = free.length > 0 ? await this.transact(free, false) : [];
    free.forEach((call, place) => outcomes.set(call, run[place] ?? 'held'));
    return calls.map((call) => {
      const outcome = outcomes.get(call) ?? 'held';
      return outcome === 'held' ? { status: 'fulfilled', value: this.wait(call) } : outcome;
    });
  }

  private isBehind(call: TenantCall): boolean {
    const key = keyOf(call);
    return key !== undefined && this.waitingKeys.has(key);
  }

  /** The caller gets the outcome of the later transaction. */
  private wait(call: TenantCall): Promise<unknown> {
    const key = keyOf(call) ?? '';
    this.waitingKeys.set(key, (this.waitingKeys.get(key) ?? 0) + 1);
    const later = this.waiting.add(call, { key, bytes: call.event?.body.length ?? 0 }).finally(() => {
      const left = (this.waitingKeys.get(key) ?? 1) - 1;
      if (left > 0) this.waitingKeys.set(key, left);
      else this.waitingKeys.delete(key);
    });
    later.catch(() => undefined); // it may fail before the shared run ends, which passes it on
    return later;
  }

  /**
   * Calls that are still held after they have waited found their conversation, which was erased before they had its lock:
   * the next transaction no longer finds it, and creates it again.
   */
  private async runWaiting(calls: readonly TenantCall[]): Promise<Settled[]> {
    const outcomes = new Map<TenantCall, CallOutcome>();
    let left = calls;
    for (let tries = 0; tries < MOST_TRIES && left.length > 0; tries++) {
      const run = await this.transact(left, true);
      left.forEach((call, place) => outcomes.set(call, run[place] ?? 'held'));
      left = left.filter((call) => outcomes.get(call) === 'held');
    }
    const busy = new DatabaseBusy('The conversation changed while the call waited for it. Retry in a few seconds.');
    return calls.flatMap((call) => {
      const outcome = outcomes.get(call) ?? 'held';
      return outcome === 'held' ? failed([call], busy) : [outcome];
    });
  }

  private transact(calls: readonly TenantCall[], waits: boolean, lockMs?: number): Promise<CallOutcome[]> {
    return inSpan(
      'decide calls',
      () => ({ causes: calls.map(({ trace }) => trace) }),
      () => this.decide(calls, waits, lockMs),
    );
  }

  /** A transaction that fails as a whole is repeated one call at a time, so that only the call that causes the failure fails. */
  private async decide(calls: readonly TenantCall[], waits: boolean, lockMs?: number): Promise<CallOutcome[]> {
    let isDecided = false;
    try {
      return await this.database.inTenant(this.tenantId, async () => {
        if (lockMs !== undefined) await this.database.waitForLocks(lockMs);
        const outcomes = await this.facts.run(this.tenantId, calls, waits);
        isDecided = true;
        return outcomes;
      });
    } catch (error) {
      // After COMMIT was sent the outcome is unknown; and calls that wait for one lock have all waited for it.
      if (isDecided || (waits && error instanceof DatabaseBusy)) return failed(calls, error);
      if (calls.length > 1) return this.oneByOne(calls, waits, error instanceof DataLocked ? SHORT_WAIT_MS : undefined);
      return error instanceof StoredMeanwhile ? this.again(calls, waits) : failed(calls, error);
    }
  }

  /**
   * A call that finds a lock fails together with the later ones of its key, and delays no others: at most one call waits for long.
   * One that is held keeps the later ones of its key behind it.
   */
  private async oneByOne(calls: readonly TenantCall[], waits: boolean, lockMs?: number): Promise<CallOutcome[]> {
    const outcomes: CallOutcome[] = [];
    const stopped = new Map<string | undefined, CallOutcome>();
    let wait = lockMs;
    for (const [place, call] of calls.entries()) {
      const key = keyOf(call);
      const [outcome = 'held'] = behind(call, stopped.get(key)) ?? (await this.transact([call], waits, wait));
      outcomes.push(outcome);
      if (!isUnavailable(outcome) && outcome !== 'held') continue;
      if (outcome !== 'held') {
        if (!(outcome.reason instanceof DataLocked))
          return [...outcomes, ...failed(calls.slice(place + 1), outcome.reason)];
        wait = SHORT_WAIT_MS;
      }
      if (key !== undefined) stopped.set(key, outcome);
    }
    return outcomes;
  }

  /** Decides the call again, which is now known as a repeat. */
  private async again(calls: readonly TenantCall[], waits: boolean): Promise<CallOutcome[]> {
    return this.database
      .inTenant(this.tenantId, () => this.facts.run(this.tenantId, calls, waits))
      .catch((error: unknown) => failed(calls, error));
  }
}

function failed(calls: readonly TenantCall[], reason: unknown): Settled[] {
  if (isTransient(reason)) for (const { order } of calls) if (order) order.failure ??= reason;
  return calls.map(() => ({ status: 'rejected', reason }));
}

/** The later calls of its order must wait for the repeat, too. */
function refused({ order }: TenantCall): TooManyCallsWaiting {
  const refusal = new TooManyCallsWaiting();
  if (order) order.failure ??= refusal;
  return refusal;
}

/** The outcome of a call whose key has one that was held or failed; undefined if there is none. */
function behind(call: TenantCall, before: CallOutcome | undefined): CallOutcome[] | undefined {
  if (before === undefined || before === 'held') return before && [before];
  return before.status === 'rejected' ? failed([call], before.reason) : undefined;
}

/** Whether all others may fail in the same way. */
function isUnavailable(outcome: CallOutcome): outcome is PromiseRejectedResult {
  if (outcome === 'held' || outcome.status === 'fulfilled') return false;
  return outcome.reason instanceof DatabaseAway || outcome.reason instanceof DatabaseBusy;
}
