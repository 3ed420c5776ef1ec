import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Admin } from '../domain/access/admin.js';
import { TenantBusy, TenantChanged, UnknownTenant } from '../domain/tenant.errors.js';
import { AdminKeys } from '../ports/admin-keys.js';
import { AuditLog } from '../ports/audit-log.js';
import { RunningWork } from '../ports/running-work.js';
import { TenantStore } from '../ports/tenant.store.js';
import type { Precondition } from './update-tenant.js';

/** Removes a tenant with all its data. */
@Injectable()
export class DeleteTenant {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly work: RunningWork,
    private readonly adminKeys: AdminKeys,
    private readonly audit: AuditLog,
  ) {}

  /** @throws UnknownTenant, TenantChanged, TenantBusy unless forced */
  async run(admin: Admin, slug: string, force: boolean, isCurrent: Precondition): Promise<void> {
    await this.database.acrossTenants(async () => {
      const tenant = await this.tenants.lockToRemove(slug);
      if (!tenant) throw new UnknownTenant();
      if (!isCurrent(tenant.revision)) throw new TenantChanged();
      const { handovers, deliveries } = await this.work.openWork(tenant.id);
      if (!force && handovers + deliveries > 0) throw new TenantBusy(handovers, deliveries);
      await this.audit.record(admin, { action: 'tenant.deleted', tenantSlug: slug, target: slug, detail: { force } });
      await this.tenants.remove(tenant.id);
      await this.adminKeys.unbind(slug);
    });
  }
}
