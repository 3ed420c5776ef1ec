import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { AppError, type TenantId } from '#kernel';
import { type Actor, AuditLog, type CheckFinding, failed, passed, type Tenant, TenantHealth } from '#tenant-config';

/** In the audit log. */
const SERVICE: Actor = { name: 'service', origin: { requestId: null, keyId: null, address: null } };
/** The check that found the suspension. */
const CHECK = { id: 'webhook-active', title: 'The webhook is active and not suspended' };

/** Shows in the tenant's health and in the audit log what became of a suspended webhook. */
@Injectable()
export class WebhookRepairs {
  constructor(
    private readonly database: Database,
    private readonly health: TenantHealth,
    private readonly audit: AuditLog,
  ) {}

  async done({ id, slug }: Tenant): Promise<void> {
    await this.tell(id, passed('Engage had suspended the webhook; the service has activated it again.'));
    const entry = { action: 'webhook.reenabled', tenantSlug: slug, target: slug };
    await this.database.acrossTenants(() => this.audit.record(SERVICE, entry));
  }

  /** @param error what kept Engage from doing it */
  async failed(tenantId: TenantId, error: unknown): Promise<void> {
    const reason = error instanceof AppError ? error.message : 'An unexpected error: see the log.';
    await this.tell(
      tenantId,
      failed(
        `Engage does not send events: the webhook is suspended, and the service could not activate it again. ${reason}`,
        'Let the user of engage.apiAccessToken manage webhooks, or activate the webhook by hand. The service tries again in an hour.',
      ),
    );
  }

  private async tell(tenantId: TenantId, finding: CheckFinding): Promise<void> {
    await this.health.record(tenantId, [{ ...CHECK, ...finding }]);
  }
}
