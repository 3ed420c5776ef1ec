import { Injectable } from '@nestjs/common';
import { decodeCursor, type Page, pageOf } from '#web';
import type { Admin } from '../domain/access/admin.js';
import type { StoredTenant } from '../domain/stored-tenant.js';
import { UnknownTenant } from '../domain/tenant.errors.js';
import { TenantStore } from '../ports/tenant.store.js';

@Injectable()
export class ReadTenants {
  constructor(private readonly tenants: TenantStore) {}

  /** @throws UnknownTenant */
  async one(slug: string): Promise<StoredTenant> {
    const tenant = await this.tenants.find(slug);
    if (!tenant) throw new UnknownTenant();
    return tenant;
  }

  /** By slug. @throws InvalidInput for a foreign cursor */
  async page(admin: Admin, limit: number, cursor?: string): Promise<Page<StoredTenant>> {
    const [after] = cursor === undefined ? [] : decodeCursor(cursor, 1);
    const found = await this.tenants.list(admin.tenantSlugs, limit + 1, after);
    return pageOf(found, limit, ({ document }) => [document.slug]);
  }
}
