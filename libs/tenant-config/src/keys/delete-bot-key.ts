import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Admin } from '../domain/access/admin.js';
import { UnknownKey } from '../domain/tenant.errors.js';
import { AuditLog } from '../ports/audit-log.js';
import { BotKeys } from '../ports/bot-keys.js';
import { TenantStore } from '../ports/tenant.store.js';

@Injectable()
export class DeleteBotKey {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly keys: BotKeys,
    private readonly audit: AuditLog,
  ) {}

  /** The key stops working at once. @throws UnknownKey */
  async run(admin: Admin, slug: string, id: string): Promise<void> {
    await this.database.acrossTenants(async () => {
      const tenant = await this.tenants.find(slug);
      if (!tenant || !(await this.keys.remove(tenant.id, id))) throw new UnknownKey();
      await this.audit.record(admin, { action: 'bot-key.deleted', tenantSlug: slug, target: id });
    });
  }
}
