import { type Database, DatabaseAway, DatabaseBusy, DataLocked, SharedRuns } from '#database';
import { isTransient } from '#delivery';
import type { TenantId } from '#kernel';
import { inSpan } from '#traces';
import { StoredMeanwhile } from '../ports/fact-store.js';
import type { CallOutcome, DecideFacts } from './decide-facts.js';
import { keyOf, type TenantCall } from './fact-call.js';
import { TooManyCallsWaiting } from './too-many-calls.error.js';

/** Together at most this many calls and bytes share a transaction. */
const LIMITS = { items: 64, bytes: 4_194_304 } as const;
/** What waits in memory at most: more callers are asked to repeat their calls. Far above what a working database leaves waiting. */
const MOST_WAITING = { calls: 5_000, bytes: 33_554_432 } as const;
/** Transactions of a tenant at a time; and as many that wait for conversations which others have locked. */
const IN_FLIGHT = 2;
/** How long calls wait for a lock that they have waited for in vain together, in milliseconds. */
const SHORT_WAIT_MS = 100;

type Settled = PromiseSettledResult<unknown>;

/**
 * The calls of one tenant. A conversation that another transaction has locked never delays the others: its calls leave the
 * shared transaction and wait, in their order, in one of their own.
 */
export class FactQueue {
  private readonly shared: SharedRuns<TenantCall, unknown>;
  private readonly waiting: SharedRuns<TenantCall, unknown>;
  /** Keys of calls that wait for a lock, and how many do: later ones go behind them. */
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

  private async runWaiting(calls: readonly TenantCall[]): Promise<Settled[]> {
    const outcomes = await this.transact(calls, true);
    return outcomes.map((outcome) =>
      outcome === 'held'
        ? {
            status: 'rejected',
            reason: new DatabaseBusy('The conversation changed while the call waited for it. Retry in a few seconds.'),
          }
        : outcome,
    );
  }

  private transact(calls: readonly TenantCall[], waits: boolean, lockMs?: number): Promise<CallOutcome[]> {
    return inSpan(
      'decide calls',
      () => ({ causes: calls.map(({ trace }) => trace) }),
      () => this.decide(calls, waits, lockMs),
    );
  }

  /** A transaction that fails as a whole is repeated one call at a time, so that only the call fails that is to blame. */
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
      // After COMMIT was sent no one knows; and those who wait for one lock have all waited.
      if (isDecided || (waits && error instanceof DatabaseBusy)) return failed(calls, error);
      if (calls.length > 1) return this.oneByOne(calls, waits, error instanceof DataLocked ? SHORT_WAIT_MS : undefined);
      return error instanceof StoredMeanwhile ? this.again(calls, waits) : failed(calls, error);
    }
  }

  /** What is locked fails with all that comes behind it, and holds up no other: at most one call waits for long. */
  private async oneByOne(calls: readonly TenantCall[], waits: boolean, lockMs?: number): Promise<CallOutcome[]> {
    const outcomes: CallOutcome[] = [];
    const locked = new Map<string | undefined, PromiseRejectedResult>();
    for (const [place, call] of calls.entries()) {
      const key = keyOf(call);
      const wait = locked.size > 0 ? SHORT_WAIT_MS : lockMs;
      const [outcome = 'held'] = failedBehind(call, locked.get(key)) ?? (await this.transact([call], waits, wait));
      outcomes.push(outcome);
      if (!isUnavailable(outcome)) continue;
      if (!(outcome.reason instanceof DataLocked))
        return [...outcomes, ...failed(calls.slice(place + 1), outcome.reason)];
      if (key !== undefined) locked.set(key, outcome);
    }
    return outcomes;
  }

  /** Now the call is a repeat. */
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

/** What comes after it in its order must wait for the repeat, too. */
function refused({ order }: TenantCall): TooManyCallsWaiting {
  const refusal = new TooManyCallsWaiting();
  if (order) order.failure ??= refusal;
  return refusal;
}

function failedBehind(call: TenantCall, before: PromiseRejectedResult | undefined): Settled[] | undefined {
  return before && failed([call], before.reason);
}

/** What may fail all others in the same way. */
function isUnavailable(outcome: CallOutcome): outcome is PromiseRejectedResult {
  if (outcome === 'held' || outcome.status === 'fulfilled') return false;
  return outcome.reason instanceof DatabaseAway || outcome.reason instanceof DatabaseBusy;
}
