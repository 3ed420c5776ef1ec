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
  /**
   * The stored secret of this path counts until then, whatever `replace` stores in its place. There is one previous secret at most.
   *
   * @param stored the value where it is a plain setting, and no stored secret
   */
  abstract keepPrevious(id: TenantId, path: string, until: Date, stored?: Secret): Promise<void>;
  /** What these secrets were before counts no longer. */
  abstract forgetPrevious(id: TenantId, paths: readonly string[]): Promise<void>;
  /** Deletes previous secrets, of all tenants, whose time is over. */
  abstract forgetExpired(now: Date): Promise<number>;
  /** With everything that belongs to the tenant. */
  abstract remove(id: TenantId): Promise<void>;
}
