import type { Secret, TenantId } from '#kernel';
import type { StoredTenant, TenantDocument } from '../domain/stored-tenant.js';

/** Secrets to set, or with null to remove, by path. */
export type SecretChanges = ReadonlyMap<string, Secret | null>;

/** Keeps tenants as administrators edit them. Calls join the running transaction. */
export abstract class TenantStore {
  /** @throws SlugTaken, DefaultTaken, SourceTaken, WebhookKeyTaken */
  abstract add(id: TenantId, document: TenantDocument, secrets: SecretChanges): Promise<void>;
  abstract find(slug: string): Promise<StoredTenant | undefined>;
  /** As `find`, and no one else can change the tenant before the transaction ends. What refers to the tenant is stored meanwhile. */
  abstract lock(slug: string): Promise<StoredTenant | undefined>;
  /** As `lock`, and nothing that refers to the tenant is stored before the transaction ends. */
  abstract lockToRemove(slug: string): Promise<StoredTenant | undefined>;
  /** By slug, after the given one; of these slugs only, or of all. */
  abstract list(slugs: readonly string[] | null, limit: number, after?: string): Promise<StoredTenant[]>;
  /** Also grows the revision. @throws DefaultTaken, SourceTaken, WebhookKeyTaken */
  abstract replace(id: TenantId, document: TenantDocument, secrets: SecretChanges): Promise<void>;
  /** With everything that belongs to the tenant. */
  abstract remove(id: TenantId): Promise<void>;
}
