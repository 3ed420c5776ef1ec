import { ColumnMap } from '#database';
import type { Delivery, DeliveryStatus, LaneKey } from '../domain/delivery.js';
import type { ListedDelivery } from '../ports/delivery-archive.js';
import type { LoggedDelivery } from '../ports/lane-store.js';

/** A delivery as its table stores it; the driver returns big integers as text. */
interface StoredDelivery extends LaneKey, Pick<Delivery, 'id' | 'kind' | 'payload' | 'attempts' | 'createdAt'> {
  readonly seq: string;
  readonly heldMs: string;
  readonly status: DeliveryStatus;
  readonly lastError: NonNullable<ListedDelivery['lastError']> | undefined;
  readonly settledAt: Date | undefined;
}

export const DELIVERIES = new ColumnMap<StoredDelivery>(
  'deliveries',
  {
    tenantId: 'tenant_id',
    id: 'id',
    conversationId: 'conversation_id',
    direction: 'direction',
    seq: 'seq',
    kind: 'kind',
    payload: 'payload',
    status: 'status',
    attempts: 'attempts',
    heldMs: 'held_ms',
    lastError: 'last_error',
    createdAt: 'created_at',
    settledAt: 'settled_at',
  },
  ['settled_position', 'duration_ms'],
);

/** The columns of a delivery without its payload. */
export const LOGGED_COLUMNS = 'tenant_id, id, conversation_id, direction, seq, kind, attempts, held_ms, created_at';

export function toDelivery(row: object): Delivery {
  const stored = DELIVERIES.read(row);
  return { ...logged(stored), payload: stored.payload };
}

/** @param row with the columns that a try needs, and the version of the tenant */
export function toHead(row: { readonly tenant_version: string }): Delivery {
  return { ...toDelivery(row), tenantVersion: row.tenant_version };
}

/** @param row with the `LOGGED_COLUMNS` at least */
export function toLogged(row: object): LoggedDelivery {
  return logged(DELIVERIES.read(row));
}

export function toListed(row: { readonly slug: string }): ListedDelivery {
  const { status, lastError = null, settledAt = null } = DELIVERIES.read(row);
  return { ...toDelivery(row), tenantSlug: row.slug, status, lastError, settledAt };
}

function logged({ tenantId, conversationId, direction, seq, heldMs, ...stored }: StoredDelivery): LoggedDelivery {
  const { id, kind, attempts, createdAt } = stored;
  const lane = { tenantId, conversationId, direction };
  return { id, kind, lane, seq: Number(seq), attempts, heldMs: Number(heldMs), createdAt };
}
