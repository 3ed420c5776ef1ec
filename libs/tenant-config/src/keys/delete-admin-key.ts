import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Admin } from '../domain/access/admin.js';
import { UnknownKey } from '../domain/tenant.errors.js';
import { AdminKeys } from '../ports/admin-keys.js';
import { AuditLog } from '../ports/audit-log.js';

@Injectable()
export class DeleteAdminKey {
  constructor(
    private readonly database: Database,
    private readonly keys: AdminKeys,
    private readonly audit: AuditLog,
  ) {}

  /** The key stops working at once. @throws Forbidden, UnknownKey */
  async run(admin: Admin, id: string): Promise<void> {
    admin.mustBeUnbound();
    await this.database.acrossTenants(async () => {
      const key = await this.keys.remove(id);
      if (!key) throw new UnknownKey();
      await this.audit.record(admin, { action: 'admin-key.deleted', target: id, detail: { name: key.name } });
    });
  }
}
