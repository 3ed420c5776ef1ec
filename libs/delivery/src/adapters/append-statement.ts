import type { ConversationId } from '#kernel';
import type { Direction, NewDelivery } from '../domain/delivery.js';
import { withCause } from '../domain/cause.js';

/** An item with the lane that it goes to. Items of one lane keep their order. */
export interface LaneItem extends NewDelivery {
  readonly conversationId: ConversationId;
  readonly direction: Direction;
  /** Host that will be called. The lane has the host of its last item. */
  readonly destination: string;
  /** Span of the call that caused it, as `currentTrace` returns it. */
  readonly trace?: string | undefined;
  /** The head of the lane may no longer need what the lane waits for: it is checked again. */
  readonly reconsiders?: boolean;
}

/** The parameters and expressions that the statement uses, e.g. `$1`. */
export interface AppendPlaces {
  readonly tenantId: string;
  /** A timestamp. */
  readonly createdAt: string;
  /** JSON, as `appendedItems` makes it. */
  readonly items: string;
}

/**
 * The parts of a WITH clause that append any number of items to lanes of one tenant: `lane_item`, `lane_moved` and
 * `lane_appended`. The caller holds the locks of the conversations, which makes the order of appending the order of delivery,
 * and calls `WakeUp.ring` after commit. Lanes are locked in one order. A lane in backoff keeps its `ready_at`: new items wait
 * behind the held head. An empty lane stops yielding here: a worker of the previous release does not reset `yields` when it
 * empties a lane.
 */
export function appendToLanes({ tenantId, createdAt, items }: AppendPlaces): string {
  return `
  lane_item AS MATERIALIZED (
    SELECT given.*, count(*) OVER lane AS siblings, row_number() OVER (lane ORDER BY given.place) AS turn
    FROM jsonb_to_recordset(${items}::jsonb) AS given(
      "conversationId" uuid, direction text, destination text, place integer, id uuid, kind text, payload jsonb, reconsiders boolean)
    WINDOW lane AS (PARTITION BY given."conversationId", given.direction)
  ), lane_moved AS (
    INSERT INTO lanes (tenant_id, conversation_id, direction, destination, last_seq, revision, ready_at)
    SELECT ${tenantId}::uuid, item."conversationId", item.direction, item.destination, item.siblings, 1, clock_timestamp()
    FROM lane_item item WHERE item.turn = item.siblings ORDER BY item."conversationId", item.direction
    ON CONFLICT (tenant_id, conversation_id, direction) DO UPDATE
      SET last_seq = lanes.last_seq + excluded.last_seq, revision = lanes.revision + 1, destination = excluded.destination,
        ready_at = coalesce(lanes.ready_at, excluded.ready_at), yields = lanes.yields AND lanes.ready_at IS NOT NULL,
        (waits_for, waiting_kind) = (
          SELECT lanes.waits_for, lanes.waiting_kind WHERE NOT EXISTS (
            SELECT FROM lane_item item WHERE item.reconsiders
              AND (item."conversationId", item.direction) = (excluded.conversation_id, excluded.direction)))
    RETURNING lanes.conversation_id, lanes.direction, lanes.last_seq
  ), lane_appended AS (
    INSERT INTO deliveries (tenant_id, conversation_id, direction, id, seq, kind, payload, status, created_at)
    SELECT ${tenantId}::uuid, lane.conversation_id, lane.direction, item.id, lane.last_seq - item.siblings + item.turn, item.kind,
      item.payload, 'pending', ${createdAt}::timestamptz
    FROM lane_moved lane JOIN lane_item item ON (item."conversationId", item.direction) = (lane.conversation_id, lane.direction)
  )`;
}

/** The items as `appendToLanes` reads them. */
export function appendedItems(items: readonly LaneItem[]): string {
  return JSON.stringify(items.map(({ trace, ...item }, place) => ({ ...withCause(item, trace), place })));
}
