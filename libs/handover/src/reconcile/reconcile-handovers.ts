import { Injectable, Logger } from '@nestjs/common';
import { FrequentJob } from '#database';
import type { TenantId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import { ReconcileTenant } from './reconcile-tenant.js';

/** Calls for interventions that a tenant's turn takes at most. */
const BATCHES = 10;
/** Tenants that are looked at together. */
const AT_A_TIME = 8;

/** Asks Engage for the ends and joins whose events never came, so that no conversation is stuck. */
@Injectable()
export class ReconcileHandovers extends FrequentJob {
  readonly name = 'reconcile-handovers';
  readonly everyMs = 60_000;
  private readonly logger = new Logger(ReconcileHandovers.name);

  constructor(
    private readonly tenants: TenantDirectory,
    private readonly reconcile: ReconcileTenant,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    const ids = await this.tenants.enabled();
    // A few at a time: one whose Engage hangs does not keep all others waiting.
    for (let next = 0; next < ids.length && !signal.aborted; next += AT_A_TIME)
      await Promise.all(ids.slice(next, next + AT_A_TIME).map((id) => this.tryTenant(id, signal)));
  }

  private async tryTenant(id: TenantId, signal: AbortSignal): Promise<void> {
    try {
      const tenant = await this.tenants.byId(id);
      if (tenant) await this.ofTenant(tenant, signal);
    } catch (error) {
      const message = 'The handovers of a tenant could not be checked; the next run tries again.';
      this.logger.warn({ tenantId: id, err: error }, message);
    }
  }

  private async ofTenant(tenant: Tenant, signal: AbortSignal): Promise<void> {
    let isMore = true;
    for (let batch = 0; isMore && batch < BATCHES && !signal.aborted; batch++)
      isMore = await this.reconcile.openHandovers(tenant, signal);
    await this.reconcile.lateStarts(tenant, signal);
  }
}
