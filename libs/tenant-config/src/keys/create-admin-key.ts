import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cleanText, Clock, newId } from '#kernel';
import { InvalidInput } from '#web';
import { type Admin, type AdminRole, ROOT_ADMIN } from '../domain/access/admin.js';
import { hashOfKey, newApiKey } from '../domain/access/api-key.js';
import { AdminKeyNameTaken } from '../domain/taken.errors.js';
import { type AdminKey, AdminKeys } from '../ports/admin-keys.js';
import { AuditLog } from '../ports/audit-log.js';
import { TenantStore } from '../ports/tenant.store.js';

export interface AdminKeyRequest {
  readonly name: string;
  readonly role: AdminRole;
  /** Slugs of the tenants that the key is bound to; null: all. */
  readonly tenants: readonly string[] | null;
}

/** With the key itself, which is not stored. */
export type NewAdminKey = AdminKey & { readonly key: string };

@Injectable()
export class CreateAdminKey {
  constructor(
    private readonly database: Database,
    private readonly keys: AdminKeys,
    private readonly tenants: TenantStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws Forbidden, InvalidInput for unknown tenants, AdminKeyNameTaken */
  async run(admin: Admin, { name, role, tenants }: AdminKeyRequest): Promise<NewAdminKey> {
    admin.mustBeUnbound();
    if (name === ROOT_ADMIN) throw new AdminKeyNameTaken();
    const secret = newApiKey('eha');
    const key: AdminKey = {
      id: newId(),
      name: cleanText(name),
      role,
      tenantSlugs: tenants,
      last4: secret.last4,
      createdAt: this.clock.now(),
    };
    return this.database.acrossTenants(async () => {
      await this.mustExist(tenants ?? []);
      await this.keys.add(key, hashOfKey(secret.reveal()));
      await this.audit.record(admin, { action: 'admin-key.created', target: key.id, detail: { name: key.name, role } });
      return { ...key, key: secret.reveal() };
    });
  }

  private async mustExist(slugs: readonly string[]): Promise<void> {
    const known = new Set((await this.tenants.list(slugs, slugs.length)).map(({ document }) => document.slug));
    const faults = slugs.flatMap((slug, index) =>
      known.has(slug) ? [] : [{ pointer: `/tenants/${index}`, detail: 'is not a tenant' }],
    );
    if (faults.length > 0) throw new InvalidInput(faults);
  }
}
