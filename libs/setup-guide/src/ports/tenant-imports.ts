import type { TenantImport } from '../domain/tenant-import.js';

/** The forms of other products from which tenants can be created. */
export abstract class TenantImports {
  abstract imports(): readonly TenantImport[];
}
