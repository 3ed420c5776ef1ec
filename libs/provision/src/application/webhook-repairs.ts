import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import { ExpectLostContents } from '#handover';
import { AppError, type TenantId } from '#kernel';
import {
  type Actor,
  AuditLog,
  type CheckFinding,
  engageMenu,
  failed,
  passed,
  type Tenant,
  TenantHealth,
} from '#tenant-config';
import { SuspendedWebhooks } from '../ports/suspended-webhooks.js';

/** The actor in the audit log. */
const SERVICE: Actor = { name: 'service', origin: { requestId: null, keyId: null, address: null } };
const PAGE = engageMenu('webhooks');
/** The check that found the suspension. */
const CHECK = { id: 'webhook-active', title: 'The webhook is active and not suspended' };

/** Records in the tenant's health and in the audit log that a suspended webhook is active again, or stays suspended. */
@Injectable()
export class WebhookRepairs {
  private readonly logger = new Logger(WebhookRepairs.name);

  constructor(
    private readonly database: Database,
    private readonly suspended: SuspendedWebhooks,
    private readonly health: TenantHealth,
    private readonly audit: AuditLog,
    private readonly lostContents: ExpectLostContents,
  ) {}

  /**
   * Expects contents whose events were not sent in the meantime: they are read in Engage even if the process ends before
   * the repair is done. If this fails, the repair continues: `done` does the same.
   */
  async begins({ id }: Tenant): Promise<void> {
    try {
      await this.lostContents.run(id);
    } catch (error) {
      this.logger.warn(
        { tenantId: id, err: error },
        'Lost messages will be read only when the webhook is active again.',
      );
    }
  }

  async done({ id, slug }: Tenant): Promise<void> {
    await this.lostContents.run(id);
    await this.suspended.repaired(id);
    await this.tell(id, passed('Engage had suspended the webhook; the service has activated it again.'));
    const entry = { action: 'webhook.reenabled', tenantSlug: slug, target: slug };
    await this.database.acrossTenants(() => this.audit.record(SERVICE, entry));
  }

  /** @param error why it failed */
  async failed(tenantId: TenantId, error: unknown): Promise<void> {
    const minutes = await this.suspended.failed(tenantId);
    const reason = error instanceof AppError ? error.message : 'An unexpected error: see the log.';
    await this.tell(
      tenantId,
      failed(
        `Engage does not send events: the webhook is suspended, and the service could not activate it again. ${reason}`,
        `Let the user of engage.apiAccessToken manage webhooks, or activate the webhook by hand in ${PAGE}. The service tries again in ${minutes} minutes.`,
      ),
    );
  }

  private async tell(tenantId: TenantId, finding: CheckFinding): Promise<void> {
    await this.health.record(tenantId, [{ ...CHECK, ...finding }]);
  }
}
