import type { TenantId } from '#kernel';
import type { Tenant } from '../domain/tenant.js';

/** A tenant, and which of its keys was sent. */
export interface KeyHolder {
  readonly tenant: Tenant;
  readonly keyId: string;
}

/** Finds tenants for incoming calls. Returns what is stored now: a change is effective from the next call. */
export abstract class TenantDirectory {
  abstract byId(id: TenantId): Promise<Tenant | undefined>;
  /**
   * The tenant in a version that another query has just read (`xmin` of its row), in most cases from the cache. If it is
   * not cached, the tenant is returned as it is stored now.
   */
  abstract at(id: TenantId, version: string): Promise<Tenant | undefined>;
  abstract bySlug(slug: string): Promise<Tenant | undefined>;
  /** The tenant that is marked as default. */
  abstract default(): Promise<Tenant | undefined>;
  /** The tenant whose bot has this key. */
  abstract byBotKey(key: string): Promise<KeyHolder | undefined>;
  /** The tenant whose bot platform calls the URL that ends with this key (`WEBHOOK_KEY`). */
  abstract byWebhookKey(key: string): Promise<Tenant | undefined>;
  /**
   * Keeps the tenant as it was read until the running transaction ends: no one can change it meanwhile. Call it before other locks
   * are taken. @throws TenantBeingChanged if it was changed since
   */
  abstract hold(tenant: Tenant): Promise<void>;
  /** Ids of all enabled tenants, for sweeps. */
  abstract enabled(): Promise<TenantId[]>;
  /** Ids of all tenants, disabled ones included: their data must be deleted in time, too. */
  abstract all(): Promise<TenantId[]>;
}
