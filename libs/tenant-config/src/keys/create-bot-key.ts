import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, newId } from '#kernel';
import type { Admin } from '../domain/access/admin.js';
import { hashOfKey, newApiKey } from '../domain/access/api-key.js';
import { UnknownTenant } from '../domain/tenant.errors.js';
import { AuditLog } from '../ports/audit-log.js';
import { type BotKey, BotKeys } from '../ports/bot-keys.js';
import { TenantStore } from '../ports/tenant.store.js';

/** With the key itself, which is not stored. */
export type NewBotKey = BotKey & { readonly key: string };

@Injectable()
export class CreateBotKey {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly keys: BotKeys,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws UnknownTenant */
  async run(admin: Admin, slug: string, name: string): Promise<NewBotKey> {
    const secret = newApiKey('ehb');
    const key: BotKey = { id: newId(), name, last4: secret.last4, createdAt: this.clock.now() };
    return this.database.acrossTenants(async () => {
      const tenant = await this.tenants.find(slug);
      if (!tenant) throw new UnknownTenant();
      await this.keys.add(tenant.id, key, hashOfKey(secret.reveal()));
      await this.audit.record(admin, { action: 'bot-key.created', tenantSlug: slug, target: key.id, detail: { name } });
      return { ...key, key: secret.reveal() };
    });
  }
}
