import type { TenantId } from '#kernel';
import { validSecrets } from '../domain/secrets/valid-secrets.js';
import { TenantBeingChanged } from '../domain/tenant.errors.js';
import type { Tenant } from '../domain/tenant.js';
import { WEBHOOK_KEY } from '../ports/bot-platform-catalogue.js';
import { type KeyHolder, TenantDirectory } from '../ports/tenant-directory.js';

/** Tenants and their bot keys in memory. */
export class FakeTenantDirectory extends TenantDirectory {
  private readonly tenants = new Map<TenantId, Tenant>();
  private readonly keys = new Map<string, TenantId>();

  constructor(...tenants: Tenant[]) {
    super();
    for (const tenant of tenants) this.put(tenant);
  }

  /** Adds a tenant, or replaces the one with its id. */
  put(tenant: Tenant, ...botKeys: string[]): this {
    this.tenants.set(tenant.id, tenant);
    for (const key of botKeys) this.keys.set(key, tenant.id);
    return this;
  }

  /** Removes all tenants. */
  clear(): this {
    this.tenants.clear();
    this.keys.clear();
    return this;
  }

  async byId(id: TenantId): Promise<Tenant | undefined> {
    return this.tenants.get(id);
  }

  at(id: TenantId): Promise<Tenant | undefined> {
    return this.byId(id);
  }

  async bySlug(slug: string): Promise<Tenant | undefined> {
    return this.find((tenant) => tenant.slug === slug);
  }

  async default(): Promise<Tenant | undefined> {
    return this.find((tenant) => tenant.isDefault);
  }

  async byBotKey(key: string): Promise<KeyHolder | undefined> {
    const id = this.keys.get(key);
    const tenant = id && this.tenants.get(id);
    return tenant && { tenant, keyId: `id-of-${key}` };
  }

  async byWebhookKey(key: string): Promise<Tenant | undefined> {
    return this.find((tenant) => validSecrets(tenant, `bot.${WEBHOOK_KEY}`).some((secret) => secret.reveal() === key));
  }

  async hold({ id, revision }: Tenant): Promise<void> {
    if (this.tenants.get(id)?.revision !== revision) throw new TenantBeingChanged();
  }

  async enabled(): Promise<TenantId[]> {
    return [...this.tenants.values()].filter((tenant) => tenant.enabled).map((tenant) => tenant.id);
  }

  async all(): Promise<TenantId[]> {
    return [...this.tenants.keys()];
  }

  private find(matches: (tenant: Tenant) => boolean): Tenant | undefined {
    return [...this.tenants.values()].find(matches);
  }
}
