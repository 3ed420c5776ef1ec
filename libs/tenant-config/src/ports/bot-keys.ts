import type { TenantId } from '#kernel';

export interface BotKey {
  readonly id: string;
  readonly name: string;
  readonly last4: string;
  readonly createdAt: Date;
}

/** The keys of tenants' bots; only their hashes are stored. */
export abstract class BotKeys {
  abstract add(tenantId: TenantId, key: BotKey, hash: Buffer): Promise<void>;
  abstract list(tenantId: TenantId): Promise<BotKey[]>;
  /** @returns whether there was such a key */
  abstract remove(tenantId: TenantId, id: string): Promise<boolean>;
}
