import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cleanJson, type JsonObject, newId, Secret, type TenantId } from '#kernel';
import type { Admin } from '../domain/access/admin.js';
import { mergePatch } from '../domain/settings/merge-patch.js';
import type { StoredTenant } from '../domain/stored-tenant.js';
import { atSentMember } from '../domain/taken.errors.js';
import { UnknownTenant } from '../domain/tenant.errors.js';
import { CreateBotKey, type NewBotKey } from '../keys/create-bot-key.js';
import { AuditLog } from '../ports/audit-log.js';
import { TenantStore } from '../ports/tenant.store.js';
import { newEngageSecret } from '../secrets/rotatable-secrets.js';
import { type CheckedTenant, TenantChecker } from './tenant-checker.js';

export interface CreatedTenant {
  readonly tenant: StoredTenant;
  readonly botKey: NewBotKey;
  /** By name, e.g. `webhookSecret`. */
  readonly generatedSecrets: Record<string, string>;
}

/** Creates a tenant with its first bot key, and generates the secrets that this service chooses. */
@Injectable()
export class CreateTenant {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly checker: TenantChecker,
    private readonly createBotKey: CreateBotKey,
    private readonly audit: AuditLog,
  ) {}

  /** @throws Forbidden, InvalidInput, SlugTaken, DefaultTaken, SourceTaken, WebhookKeyTaken */
  async run(admin: Admin, input: JsonObject): Promise<CreatedTenant> {
    admin.mustBeUnbound();
    const checked = this.checker.check(mergePatch({}, cleanJson(input)));
    const generated = generate(checked);
    const id = newId<TenantId>();
    const { slug } = checked.document;
    return this.database.acrossTenants(async () => {
      const secrets = new Map([...checked.secrets, ...generated]);
      await atSentMember(input, () => this.tenants.add(id, checked.document, secrets));
      await this.audit.record(admin, { action: 'tenant.created', tenantSlug: slug, target: slug });
      const botKey = await this.createBotKey.run(admin, slug, 'first');
      const tenant = await this.tenants.find(slug);
      if (!tenant) throw new UnknownTenant();
      const generatedSecrets = [...generated].map(([path, secret]) => [path.replace(/^\w+\./, ''), secret.reveal()]);
      return { tenant, botKey, generatedSecrets: Object.fromEntries(generatedSecrets) as Record<string, string> };
    });
  }
}

function generate({ secrets, platform }: CheckedTenant): Map<string, Secret> {
  const generated = new Map<string, Secret>();
  if (!secrets.has('engage.webhookSecret')) generated.set('engage.webhookSecret', new Secret(newEngageSecret()));
  for (const name of platform.secrets) {
    const value = secrets.has(`bot.${name}`) ? undefined : platform.generateSecret?.(name);
    if (value !== undefined) generated.set(`bot.${name}`, new Secret(value));
  }
  return generated;
}
