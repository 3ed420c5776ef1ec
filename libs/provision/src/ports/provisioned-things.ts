import type { TenantId } from '#kernel';
import type { Owned } from '../domain/owned.js';

/** Stores what runs have created or changed in Engage domains. A domain is the host of its REST API. */
export abstract class ProvisionedThings {
  abstract list(tenantId: TenantId, domain: string): Promise<Owned[]>;
  abstract save(tenantId: TenantId, domain: string, owned: Owned): Promise<void>;
  abstract forget(tenantId: TenantId, domain: string, key: string): Promise<void>;
  /** The ids that other tenants of the same domain use, in their settings or by their own runs. */
  abstract usedByOthers(tenantId: TenantId, domain: string, ids: readonly string[]): Promise<Set<string>>;
}
