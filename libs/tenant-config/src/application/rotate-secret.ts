import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Secret } from '#kernel';
import type { Admin } from '../domain/admin.js';
import { NotOurSecret, UnknownTenant } from '../domain/tenant.errors.js';
import { AuditLog } from '../ports/audit-log.js';
import { BotPlatformCatalogue, type BotPlatformDescription } from '../ports/bot-platform-catalogue.js';
import { TenantStore } from '../ports/tenant.store.js';
import { newWebhookSecret } from './create-tenant.js';

/** Replaces a secret that is ours to choose. The old one stops working at once. */
@Injectable()
export class RotateSecret {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly platforms: BotPlatformCatalogue,
    private readonly audit: AuditLog,
  ) {}

  /** @param name e.g. `webhookSecret` @throws UnknownTenant, NotOurSecret */
  async run(admin: Admin, slug: string, name: string): Promise<Secret> {
    return this.database.acrossTenants(async () => {
      const tenant = await this.tenants.lock(slug);
      if (!tenant) throw new UnknownTenant();
      const [path, secret] = generate(this.platforms.find(tenant.document.bot.platform), name);
      await this.tenants.replace(tenant.id, tenant.document, new Map([[path, secret]]));
      await this.audit.record(admin, { action: 'secret.rotated', tenantSlug: slug, target: name });
      return secret;
    });
  }
}

function generate(platform: BotPlatformDescription | undefined, name: string): [string, Secret] {
  if (name === 'webhookSecret') return ['engage.webhookSecret', newWebhookSecret()];
  const value = platform?.secrets.includes(name) ? platform.generateSecret?.(name) : undefined;
  if (value !== undefined) return [`bot.${name}`, new Secret(value)];
  const known = (platform?.secrets ?? []).filter((one) => platform?.generateSecret?.(one) !== undefined);
  throw new NotOurSecret(['webhookSecret', ...known]);
}
