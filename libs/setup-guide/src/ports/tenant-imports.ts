import type { TenantImport } from '../domain/tenant-import.js';

/** The forms of other products that tenants can be made from. */
export abstract class TenantImports {
  abstract imports(): readonly TenantImport[];
}
