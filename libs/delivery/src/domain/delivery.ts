import type { ConversationId, DeliveryId, JsonObject, TenantId } from '#kernel';

/** The direction of a lane. */
export type Direction = 'engage' | 'bot';

export interface LaneKey {
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
  readonly direction: Direction;
}

/** Something to be delivered, in the order of appending. */
export interface NewDelivery {
  readonly id: DeliveryId;
  /** Names the handler, e.g. `engage.message`. */
  readonly kind: string;
  readonly payload: JsonObject;
}

export type DeliveryStatus = 'pending' | 'delivered' | 'parked' | 'superseded' | 'discarded';

/** The item at the head of a lane, as its handler sees it. */
export interface Delivery extends NewDelivery {
  readonly lane: LaneKey;
  readonly seq: number;
  /** Failed tries before this one. */
  readonly attempts: number;
  /** Milliseconds that it has been held so far; waits for an outage, a limit or a disabled tenant do not count. */
  readonly heldMs: number;
  readonly createdAt: Date;
  /** The version of its tenant's settings when it was read for this try: `xmin` of the tenant's row. */
  readonly tenantVersion?: string;
}

/** The outcome of a try. Failures are thrown as AppErrors: their kind decides between retrying and parking. */
export type DeliveryOutcome =
  | {
      readonly type: 'delivered';
      /** Runs in the transaction that settles the delivery, after the lane's fence was checked. */
      readonly effect?: () => Promise<void>;
    }
  /** No longer needed; `reason` is shown in the timeline. */
  | { readonly type: 'superseded'; readonly reason: string; readonly effect?: () => Promise<void> }
  /** The tenant is disabled: the lane waits without tries until it is enabled again. */
  | { readonly type: 'paused'; readonly reason: string }
  /** Not possible now, although nothing failed (e.g. not imported yet): the wait counts towards the hold limit only if `counts`. */
  | { readonly type: 'later'; readonly delayMs: number; readonly reason: string; readonly counts: boolean };
