import type { TenantId } from '#kernel';

/** What is deleted when it is old, from the smallest to the whole conversation: the order in which it is purged. */
export const PURGED = [
  'messages',
  'deliveries',
  'timeline',
  'handovers',
  'conversations',
  'identities',
  'events',
  'unresolved-events',
] as const;
export type Purged = (typeof PURGED)[number];

/** Deletes what was kept long enough. Messages and handovers stay while a handover or a delivery needs them. */
export abstract class RetentionStore {
  /** @returns how many were deleted, at most `limit` */
  abstract purge(tenantId: TenantId, what: Purged, before: Date, limit: number): Promise<number>;
}
