import type { ConversationId, DeliveryId, TenantId } from '#kernel';
import type { Direction } from '../domain/delivery.js';
import type { Claim, LaneHead, Waiting } from '../ports/lane-store.js';
import { toHead } from './delivery-columns.js';

/** A claimed lane with the columns of its head, which are null if there is none; all are null if no lane was claimed. */
export interface ClaimedRow {
  readonly waiting: readonly Waiting[] | null;
  readonly tenant_id: TenantId | null;
  readonly conversation_id: ConversationId;
  readonly direction: Direction;
  readonly destination: string;
  readonly fence: string;
  readonly yields: boolean;
  readonly id: DeliveryId | null;
  readonly tenant_version: string;
}

export function toClaim(rows: readonly ClaimedRow[]): Claim {
  const lanes: Claim['lanes'][number][] = [];
  for (const row of rows) {
    const { tenant_id: tenantId, conversation_id: conversationId, direction, destination, fence, yields } = row;
    if (tenantId)
      lanes.push({ lane: { tenantId, conversationId, direction, destination, fence, yields }, head: headOf(row) });
  }
  return { lanes, waiting: rows[0]?.waiting ?? [] };
}

/** A lane without a head is checked again before it is given back. */
function headOf(row: ClaimedRow): LaneHead {
  return row.id === null ? { type: 'changed' } : { type: 'item', delivery: toHead(row) };
}
