import type { TenantId } from '#kernel';
import type { Owned } from '../domain/owned.js';

/** Remembers what runs have left in Engage domains. A domain is the host of its REST API. */
export abstract class ProvisionedThings {
  abstract list(tenantId: TenantId, domain: string): Promise<Owned[]>;
  abstract save(tenantId: TenantId, domain: string, owned: Owned): Promise<void>;
  abstract forget(tenantId: TenantId, domain: string, key: string): Promise<void>;
  /** Those of these ids that other tenants of the same domain have in their settings, or have been given by their own runs. */
  abstract usedByOthers(tenantId: TenantId, domain: string, ids: readonly string[]): Promise<Set<string>>;
}
