import { Injectable } from '@nestjs/common';
import type { TenantId } from '#kernel';
import type { Admin } from '../domain/access/admin.js';
import { UnknownTenant } from '../domain/tenant.errors.js';
import { TenantDirectory } from '../ports/tenant-directory.js';

/** Which tenants' objects an administrator may see, for routes that name no tenant in their path. */
@Injectable()
export class TenantAccess {
  constructor(private readonly directory: TenantDirectory) {}

  /**
   * The tenants that a list may show: the requested one, otherwise those the key is bound to; `undefined` means all.
   *
   * @throws UnknownTenant if the requested one does not exist or the key is not bound to it
   */
  async tenantIds(admin: Admin, slug?: string): Promise<TenantId[] | undefined> {
    if (slug !== undefined) {
      admin.mustSee(slug);
      const tenant = await this.directory.bySlug(slug);
      if (!tenant) throw new UnknownTenant();
      return [tenant.id];
    }
    if (!admin.tenantSlugs) return undefined;
    const tenants = await Promise.all(admin.tenantSlugs.map((bound) => this.directory.bySlug(bound)));
    return tenants.flatMap((tenant) => (tenant ? [tenant.id] : []));
  }

  /** Whether an object of this tenant may be shown; if not, answer as if it did not exist (404). */
  async sees(admin: Admin, tenantId: TenantId): Promise<boolean> {
    if (!admin.tenantSlugs) return true;
    const tenant = await this.directory.byId(tenantId);
    return tenant !== undefined && admin.sees(tenant.slug);
  }
}
