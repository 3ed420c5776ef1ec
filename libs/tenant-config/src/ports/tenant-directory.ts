import type { TenantId } from '#kernel';
import type { Tenant } from '../domain/tenant.js';

/** A tenant, and which of its keys was given. */
export interface KeyHolder {
  readonly tenant: Tenant;
  readonly keyId: string;
}

/** Finds tenants for those who serve calls. It answers what is stored now: a change counts from the next call on. */
export abstract class TenantDirectory {
  abstract byId(id: TenantId): Promise<Tenant | undefined>;
  /**
   * The tenant in a version that was just read along with something else (`xmin` of its row): a process knows most of them.
   * Where it does not, the tenant is answered as it is stored now.
   */
  abstract at(id: TenantId, version: string): Promise<Tenant | undefined>;
  abstract bySlug(slug: string): Promise<Tenant | undefined>;
  /** The tenant that is marked as default. */
  abstract default(): Promise<Tenant | undefined>;
  /** The tenant whose bot holds this key. */
  abstract byBotKey(key: string): Promise<KeyHolder | undefined>;
  /** The tenant whose bot platform calls the URL that ends with this key (`WEBHOOK_KEY`). */
  abstract byWebhookKey(key: string): Promise<Tenant | undefined>;
  /**
   * Keeps the tenant as it was read until the running transaction ends: no one can change it meanwhile. Call it before other locks
   * are taken. @throws TenantBeingChanged when it was changed since
   */
  abstract hold(tenant: Tenant): Promise<void>;
  /** Ids of all enabled tenants, for sweeps. */
  abstract enabled(): Promise<TenantId[]>;
  /** Ids of all tenants, also of those that are switched off: what they store must be deleted in time, too. */
  abstract all(): Promise<TenantId[]>;
}
