import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, type Secret, type TenantId } from '#kernel';
import type { Admin } from '../domain/access/admin.js';
import { UnknownTenant } from '../domain/tenant.errors.js';
import { AuditLog } from '../ports/audit-log.js';
import { TenantStore } from '../ports/tenant.store.js';
import { SettleChange } from '../tenants/settle-change.js';
import { type NewSecret, NewSecrets } from './new-secret.js';

/** What an administrator chooses about a rotation. */
export interface Rotation {
  /** How long the previous value stays valid; 0: it stops working at once. */
  readonly overlapMinutes: number;
  /** The new value; undefined: one is generated. */
  readonly value?: string | undefined;
}

export interface RotatedSecret {
  /** The new value, if it was generated. */
  readonly generated: Secret | undefined;
  readonly previousValidUntil: Date | null;
}

/** Replaces a secret; the previous value stays valid for a time that the administrator chooses. */
@Injectable()
export class RotateSecret {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly newSecrets: NewSecrets,
    private readonly settle: SettleChange,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @param name e.g. `webhookSecret` or `engage.webhookSecret` @throws UnknownTenant, NotOurSecret, InvalidInput, WebhookKeyTaken */
  async run(admin: Admin, slug: string, name: string, { overlapMinutes, value }: Rotation): Promise<RotatedSecret> {
    return this.database.acrossTenants(async () => {
      const tenant = await this.tenants.lock(slug);
      if (!tenant) throw new UnknownTenant();
      const secret = this.newSecrets.of(tenant, name, value);
      const { path, document, secrets, generated } = secret;
      await this.settle.run(tenant, document, secrets, path.startsWith('engage.'));
      const previousValidUntil = await this.retire(tenant.id, secret, overlapMinutes);
      await this.tenants.replace(tenant.id, document, secrets);
      const detail = { overlapMinutes };
      await this.audit.record(admin, { action: 'secret.rotated', tenantSlug: slug, target: name, detail });
      return { generated, previousValidUntil };
    });
  }

  private async retire(id: TenantId, { path, former }: NewSecret, overlapMinutes: number): Promise<Date | null> {
    if (overlapMinutes === 0) {
      await this.tenants.forgetPrevious(id, [path]);
      return null;
    }
    const until = new Date(this.clock.millis() + overlapMinutes * 60_000);
    await this.tenants.keepPrevious(id, path, until, former);
    return until;
  }
}
