import { type Database, SharedRuns } from '#database';
import { cleanJson, type Clock, type DeliveryId } from '#kernel';
import type { Delivery } from '../domain/delivery.js';
import type { Attempt, ClaimedLane, LaneHead, Settlement } from '../ports/lane-store.js';
import { toHead } from './delivery-columns.js';
import { SETTLE_MANY, SETTLE_ONE } from './lane-statements.js';

/** A lane whose next head is requested, and the result of its head if it was tried. */
export interface Settled {
  readonly lane: ClaimedLane;
  readonly settled?: { readonly delivery: Delivery; readonly as: Settlement; readonly attempt: Attempt };
}

/** With the columns of the next head; they are null if there is none. */
interface SettledRow {
  readonly place: number;
  /** By the fence, before and after waiting for the lane's lock. */
  readonly isSeen: boolean;
  readonly isHeld: boolean;
  readonly isIdle: boolean;
  readonly id: DeliveryId | null;
  readonly tenant_version: string;
}

/** Most results of one statement; more wait for the next one. */
const MOST_AT_ONCE = 64;

/** Settles results that come close together by one statement, and separately those that the statement leaves out. */
export class Settlements {
  private readonly runs = new SharedRuns<Settled, LaneHead | undefined>((results) => this.many(results), {
    items: MOST_AT_ONCE,
    inFlight: 1,
  });

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Must be called outside of transactions. */
  async add(result: Settled): Promise<LaneHead> {
    return (await this.runs.add(result)) ?? this.one(result);
  }

  /** Inside the running transaction if there is one. Waits for the lane's lock. */
  async one(result: Settled): Promise<LaneHead> {
    const [row] = await this.database.statement<SettledRow>(SETTLE_ONE, this.parametersOf([result]));
    return headOf(row);
  }

  /**
   * Undefined for a lane that is locked at the moment, and for all lanes if the statement fails: each is then settled
   * alone and has its own error.
   */
  private async many(results: readonly Settled[]): Promise<PromiseSettledResult<LaneHead | undefined>[]> {
    const rows = await this.database.statement<SettledRow>(SETTLE_MANY, this.parametersOf(results)).catch(() => []);
    const heads = new Map(rows.map((row) => [row.place, row.isSeen && !row.isHeld ? undefined : headOf(row)]));
    return results.map((_, place) => ({ status: 'fulfilled', value: heads.get(place) }));
  }

  private parametersOf(results: readonly Settled[]): unknown[] {
    const rows = results.map(({ lane, settled }, place) => {
      const { tenantId, conversationId, direction, fence } = lane;
      const key = { place, tenantId, conversationId, direction, fence };
      if (!settled) return key;
      const { delivery, as: status, attempt } = settled;
      return { ...key, id: delivery.id, status, ...cleanJson(attempt), tries: status === 'superseded' ? 0 : 1 };
    });
    return [JSON.stringify(rows), this.clock.now()];
  }
}

function headOf(row: SettledRow | undefined): LaneHead {
  if (!row?.isHeld) return { type: 'lost' };
  if (row.id !== null) return { type: 'item', delivery: toHead(row) };
  return { type: row.isIdle ? 'idle' : 'changed' };
}
