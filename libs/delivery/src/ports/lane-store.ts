import type { AppError, TenantId, WholeMs } from '#kernel';
import type { Delivery, LaneKey } from '../domain/delivery.js';

/** A lane that this worker holds. Every write names the fence: a worker that lost its lease has no effect. */
export interface ClaimedLane extends LaneKey {
  readonly destination: string;
  readonly fence: string;
  /** Until it is empty, others are claimed first, and a quarter of the places of its tenant, destination and worker stay free for them. */
  readonly yields: boolean;
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
  /** How many of them yield. */
  readonly tenantsYielding: Readonly<Record<string, number>>;
  readonly destinationsYielding: Readonly<Record<string, number>>;
  /** How many more yielding lanes may be claimed. */
  readonly roomToYield: number;
  /** Whether what lanes wait for is looked up too. */
  readonly looksForWaiting: boolean;
}

export interface Claim {
  readonly lanes: readonly { readonly lane: ClaimedLane; readonly head: LaneHead }[];
  /** What lanes of enabled tenants wait for, if asked. The cost does not depend on the number of lanes. */
  readonly waiting: readonly Waiting[];
}

/** What a lane may wait for instead of a time: that its tenant is enabled, or a service, by `serviceName`. */
export const TENANT_ENABLED = 'tenant enabled';

/** Lanes of a tenant that wait for the same. */
export interface Waiting {
  readonly tenantId: TenantId;
  readonly waitsFor: string;
}

export interface ProbeRequest extends Waiting {
  readonly owner: string;
  readonly leaseMs: number;
  /** Kinds of heads that have probed before, least recently first: others come before them. */
  readonly probedKinds: readonly string[];
}

/** A lane that was claimed to find out whether its service is back. */
export interface ClaimedProbe {
  readonly lane: ClaimedLane;
  /** Of its head. */
  readonly kind: string;
}

/** How a lane is given back with its head still pending. */
export interface Wait {
  readonly delayMs: WholeMs;
  /** What counts towards the hold limit from now on. */
  readonly heldMs: WholeMs;
  /** What it waits for in addition; it is not claimed before `resume` or as a probe. */
  readonly waitsFor?: string | undefined;
  /** `failed`: the try counts as a failure. `waiting`: nothing was tried. Both are shown in the timeline, `quiet` is not. */
  readonly because: 'failed' | 'waiting' | 'quiet';
}

/** What a worker finds in its lane: an item, nothing (and the lane is given back), or that another worker has it. */
export type LaneHead =
  | { readonly type: 'item'; readonly delivery: Delivery }
  /** Something was appended at the same time: check again. */
  | { readonly type: 'changed' }
  | { readonly type: 'idle' }
  | { readonly type: 'lost' };

export interface Attempt {
  readonly durationMs: WholeMs;
  /** Shown in the timeline; null when the try succeeded. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Who retries or discards deliveries, as their timeline shows it. */
export interface Operator {
  /** Name of the key. */
  readonly by: string;
  readonly reason?: string | undefined;
}

export type Settlement = 'delivered' | 'superseded' | 'parked';

/** The lanes, for workers. */
export abstract class LaneStore {
  /** Resolves once lanes can be claimed. @throws DatabaseAway if the process stops first */
  abstract whenOpen(): Promise<void>;

  /** Claims ready lanes together with their heads. */
  abstract claim(request: ClaimRequest): Promise<Claim>;

  /**
   * Extends the leases of these lanes, each only if no other claim came after its fence. A lane that the worker does not work
   * on, because it lost track of it or never received it, must not be among them: its lease must expire.
   */
  abstract renew(owner: string, lanes: readonly ClaimedLane[], leaseMs: number): Promise<void>;

  /** The head of the lane; an empty lane is given back. Calls that come close together share one statement. */
  abstract head(lane: ClaimedLane): Promise<LaneHead>;

  /**
   * Settles the head and runs `effect` in one transaction. A delivered item keeps no payload: the journal has it.
   * Without an effect, results that come close together share one statement, and each succeeds or fails alone.
   *
   * @returns the next head, as `head` does; `lost` when the lease was lost: then nothing was written
   */
  abstract settle(
    lane: ClaimedLane,
    delivery: Delivery,
    settlement: Settlement,
    attempt: Attempt,
    effect?: () => Promise<void>,
  ): Promise<LaneHead>;

  /** Postpones the head and gives the lane back. @returns false when the lease was lost */
  abstract postpone(lane: ClaimedLane, delivery: Delivery, wait: Wait, attempt: Attempt): Promise<boolean>;

  /** Claims one waiting lane, of the kind whose last probe is the oldest. */
  abstract claimProbe(request: ProbeRequest): Promise<ClaimedProbe | undefined>;

  /** Lets lanes continue, those that have waited longest first. */
  abstract resume(waiting: Waiting, limit: number): Promise<void>;

  /** Gives a lane back unchanged, to be claimed again after the delay. */
  abstract release(lane: ClaimedLane, delayMs: WholeMs): Promise<void>;

  /** Whether the conversation of the lane was erased, and the lane with it. */
  abstract isErased(lane: LaneKey): Promise<boolean>;
}

/** What a timeline may contain of a delivery: not its payload. */
export type LoggedDelivery = Omit<Delivery, 'payload'>;

/**
 * What happened to deliveries, written to the timelines of their conversations in the transaction in which it happens.
 * Delivered and superseded deliveries never change again: a timeline reads that from the delivery itself.
 */
export abstract class DeliveryLog {
  /** @param deliveries of one tenant @param operator the administrator who did it, if one did */
  abstract record(
    deliveries: readonly LoggedDelivery[],
    result: 'parked' | 'retrying' | 'waiting' | 'replayed' | 'discarded',
    attempt: Attempt,
    operator?: Operator,
  ): Promise<void>;
}

/** What is stored and shown of an error: never its cause. */
export function describeError(error: unknown): { code: string; message: string } {
  const known = error as Partial<AppError>;
  return typeof known.code === 'string' && typeof known.kind === 'string'
    ? { code: known.code, message: String(known.message) }
    : { code: 'internal', message: 'Unexpected error. The log of the service has the details.' };
}
