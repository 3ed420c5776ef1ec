import type { Secret, TenantId } from '#kernel';
import type { StoredTenant, TenantDocument } from '../domain/stored-tenant.js';

/** Secrets to set, or with null to remove, by path. */
export type SecretChanges = ReadonlyMap<string, Secret | null>;

/** Keeps tenants as administrators edit them. Calls join the running transaction. */
export abstract class TenantStore {
  /** @throws SlugTaken, DefaultTaken, SourceTaken, WebhookKeyTaken */
  abstract add(id: TenantId, document: TenantDocument, secrets: SecretChanges): Promise<void>;
  abstract find(slug: string): Promise<StoredTenant | undefined>;
  /** As `find`, and no one else can change the tenant before the transaction ends. Rows that refer to the tenant can still be stored. */
  abstract lock(slug: string): Promise<StoredTenant | undefined>;
  /** As `lock`, and no rows that refer to the tenant can be stored before the transaction ends. */
  abstract lockToRemove(slug: string): Promise<StoredTenant | undefined>;
  /** By slug, after the given one; of these slugs only, or of all. */
  abstract list(slugs: readonly string[] | null, limit: number, after?: string): Promise<StoredTenant[]>;
  /** Also grows the revision. @throws DefaultTaken, SourceTaken, WebhookKeyTaken */
  abstract replace(id: TenantId, document: TenantDocument, secrets: SecretChanges): Promise<void>;
  /**
   * Keeps the stored secret of this path valid until `until`, while `replace` stores another one. Each has at most one previous value.
   *
   * @param stored the value, if it is a plain setting and no stored secret
   */
  abstract keepPrevious(id: TenantId, path: string, until: Date, stored?: Secret): Promise<void>;
  /** Makes the previous values of these secrets invalid. */
  abstract forgetPrevious(id: TenantId, paths: readonly string[]): Promise<void>;
  /** Deletes expired previous secrets of all tenants. */
  abstract forgetExpired(now: Date): Promise<number>;
  /** With everything that belongs to the tenant. */
  abstract remove(id: TenantId): Promise<void>;
}
