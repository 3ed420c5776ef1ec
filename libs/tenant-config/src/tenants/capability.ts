import type { Capability } from '../capability.js';
import { CreateTenant } from './create-tenant.js';
import { DeleteTenant } from './delete-tenant.js';
import { TenantsController } from './http/tenants.controller.js';
import { ReadTenants } from './read-tenants.js';
import { SettleChange } from './settle-change.js';
import { TenantChecker } from './tenant-checker.js';
import { TenantPresenter } from './tenant-presenter.js';
import { UpdateTenant } from './update-tenant.js';

/** Creates, lists, changes and deletes tenants. */
export const tenants: Capability = {
  controllers: [TenantsController],
  exported: [CreateTenant, ReadTenants, TenantPresenter, UpdateTenant],
  internal: [DeleteTenant, SettleChange, TenantChecker],
};
