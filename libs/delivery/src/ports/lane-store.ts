import type { AppError, WholeMs } from '#kernel';
import type { Delivery, LaneKey } from '../domain/delivery.js';

/** A lane that this worker holds. Every write names the fence: one that lost its lease has no effect any more. */
export interface ClaimedLane extends LaneKey {
  readonly destination: string;
  readonly fence: string;
}

export interface ClaimRequest {
  readonly owner: string;
  readonly leaseMs: number;
  readonly maxLanes: number;
  readonly perTenant: number;
  readonly perDestination: number;
  /** How many lanes this worker holds, by tenant id and by destination. */
  readonly tenantsInFlight: Readonly<Record<string, number>>;
  readonly destinationsInFlight: Readonly<Record<string, number>>;
  /** How many more lanes may be claimed of a tenant for a destination, by `tenant destination`; left out: no limit. */
  readonly circuits: Readonly<Record<string, number>>;
}

/** What a worker finds in its lane: an item, nothing (and the lane is given back), or that another worker has it. */
export type LaneHead =
  | { readonly type: 'item'; readonly delivery: Delivery }
  /** Something was appended at this very moment: look again. */
  | { readonly type: 'changed' }
  | { readonly type: 'idle' }
  | { readonly type: 'lost' };

export interface Attempt {
  readonly durationMs: WholeMs;
  /** Shown in the timeline; null when the try succeeded. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

export type Settlement = 'delivered' | 'superseded' | 'parked';

/** The lanes as the worker needs them. */
export abstract class LaneStore {
  abstract claim(request: ClaimRequest): Promise<ClaimedLane[]>;

  /**
   * Extends the leases of these lanes, each only if no other claim came after its fence. A lane that the worker does not work
   * on, because it lost track of it or never received it, must not be among them: its lease runs out.
   */
  abstract renew(owner: string, lanes: readonly ClaimedLane[], leaseMs: number): Promise<void>;

  /** The head of the lane; an empty lane is given back. */
  abstract head(lane: ClaimedLane): Promise<LaneHead>;

  /**
   * Settles the head and whatever `effect` writes in one transaction.
   * @returns false when the lease was lost; then nothing was written
   */
  abstract settle(
    lane: ClaimedLane,
    delivery: Delivery,
    settlement: Settlement,
    attempt: Attempt,
    effect?: () => Promise<void>,
  ): Promise<boolean>;

  /** Puts the head off and gives the lane back. `failed`: the try counts as a failure. @returns false when the lease was lost */
  abstract postpone(
    lane: ClaimedLane,
    delivery: Delivery,
    wait: { delayMs: WholeMs; heldMs: WholeMs; failed: boolean },
    attempt: Attempt,
  ): Promise<boolean>;

  /** Gives a lane back as it is, to be claimed again after the delay. */
  abstract release(lane: ClaimedLane, delayMs: WholeMs): Promise<void>;
}

/** What a timeline may know of a delivery: not what it says. */
export type LoggedDelivery = Omit<Delivery, 'payload'>;

/**
 * What happened to deliveries, written to the timelines of their conversations in the transaction in which it happens. What
 * is delivered or superseded stays so: a timeline reads that from the delivery itself.
 */
export abstract class DeliveryLog {
  /** @param deliveries of one tenant */
  abstract record(
    deliveries: readonly LoggedDelivery[],
    result: 'parked' | 'retrying' | 'replayed' | 'discarded',
    attempt: Attempt,
  ): Promise<void>;
}

/** What is stored and shown of an error: never its cause. */
export function describeError(error: unknown): { code: string; message: string } {
  const known = error as Partial<AppError>;
  return typeof known.code === 'string' && typeof known.kind === 'string'
    ? { code: known.code, message: String(known.message) }
    : { code: 'internal', message: 'Unexpected failure; the log has the details.' };
}
