import { Injectable, Logger } from '@nestjs/common';
import { FrequentJob } from '#database';
import type { TenantId } from '#kernel';
import { SuspendedWebhooks } from '../ports/suspended-webhooks.js';
import { ReenableWebhook } from './reenable-webhook.js';

/** Maximum per run, once a minute. */
const MOST = 10;

/** Activates suspended webhooks again that the hourly checks have found. */
@Injectable()
export class ReenableWebhooks extends FrequentJob {
  readonly name = 'reenable-webhooks';
  readonly everyMs = 60_000;
  private readonly logger = new Logger(ReenableWebhooks.name);

  constructor(
    private readonly suspended: SuspendedWebhooks,
    private readonly reenable: ReenableWebhook,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    for (const tenantId of await this.suspended.take(MOST)) if (!signal.aborted) await this.tryTenant(tenantId, signal);
  }

  private async tryTenant(tenantId: TenantId, signal: AbortSignal): Promise<void> {
    try {
      if (await this.reenable.run(tenantId, signal))
        this.logger.warn({ tenantId }, 'Engage had suspended the webhook; it was activated again.');
    } catch (error) {
      this.logger.error(
        { err: error, tenantId },
        "A suspended webhook could not be activated again. The tenant's health shows what to do, and when the next attempt is.",
      );
    }
  }
}
