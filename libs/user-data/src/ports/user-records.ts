import type { JsonObject, TenantId } from '#kernel';

/** A chat user as the stored rows know one. */
export interface StoredUser {
  readonly tenantId: TenantId;
  readonly userId: string;
  readonly conversationIds: readonly string[];
  /** Engage's ids. */
  readonly threadIds: readonly string[];
}

/** What is stored about chat users, whichever feature has stored it. */
export abstract class UserRecords {
  /** undefined: nothing is stored. */
  abstract find(tenantId: TenantId, userId: string): Promise<StoredUser | undefined>;
  /** Tables in the order of an export. */
  abstract readonly tables: readonly string[];
  /** Rows of one table, in pages, oldest first where there is an order. Bytes are base64. */
  abstract rows(user: StoredUser, table: string): AsyncIterable<JsonObject>;
  /** Handovers that run and deliveries that wait; no one can begin others before the running transaction ends. */
  abstract lockedWork(user: StoredUser): Promise<{ handovers: number; deliveries: number }>;
  /** Removes all of it within the running transaction. */
  abstract erase(user: StoredUser): Promise<void>;
}
