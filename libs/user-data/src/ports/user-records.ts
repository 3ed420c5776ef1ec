import type { JsonObject, TenantId } from '#kernel';

/** A chat user, with the ids that stored rows use. */
export interface StoredUser {
  readonly tenantId: TenantId;
  readonly userId: string;
  readonly conversationIds: readonly string[];
  /** Engage's ids. */
  readonly threadIds: readonly string[];
}

/** What all features have stored about chat users. */
export abstract class UserRecords {
  /** @returns undefined if nothing is stored */
  abstract find(tenantId: TenantId, userId: string): Promise<StoredUser | undefined>;
  /** Tables in the order of an export. */
  abstract readonly tables: readonly string[];
  /** Rows of one table, in pages, oldest first where there is an order. Bytes are base64. */
  abstract rows(user: StoredUser, table: string): AsyncIterable<JsonObject>;
  /** Numbers of running handovers and waiting deliveries; locked, so that none begins before the running transaction ends. */
  abstract lockedWork(user: StoredUser): Promise<{ handovers: number; deliveries: number }>;
  /** Removes everything of the user, within the running transaction. */
  abstract erase(user: StoredUser): Promise<void>;
}
