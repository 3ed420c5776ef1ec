import type { AdminRole } from '../domain/access/admin.js';

export interface AdminKey {
  readonly id: string;
  /** Unique; the actor in the audit log. */
  readonly name: string;
  readonly role: AdminRole;
  /** null: every tenant. */
  readonly tenantSlugs: readonly string[] | null;
  readonly last4: string;
  readonly createdAt: Date;
}

/** The administrators' keys; only their hashes are stored. */
export abstract class AdminKeys {
  /** @throws AdminKeyNameTaken */
  abstract add(key: AdminKey, hash: Buffer): Promise<void>;
  abstract byHash(hash: Buffer): Promise<AdminKey | undefined>;
  /** By name, after the given one. */
  abstract list(limit: number, afterName?: string): Promise<AdminKey[]>;
  /** @returns the removed key */
  abstract remove(id: string): Promise<AdminKey | undefined>;
  /** Removes a deleted tenant from all keys: a later tenant with its slug is a different one. */
  abstract unbind(slug: string): Promise<void>;
}
