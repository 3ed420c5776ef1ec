import { Injectable, Logger } from '@nestjs/common';
import { Database, type Job } from '#database';
import { Clock, type TenantId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import type { Handover } from '../domain/handover.js';
import { HandoverStore } from '../ports/handover-store.js';
import { FireTimer } from './fire-timer.js';

const BATCH = 500;

/** Fires the timers that are due; each at most a minute late. */
@Injectable()
export class FireTimers implements Job {
  readonly name = 'handover-timers';
  readonly cron = '* * * * *';
  private readonly logger = new Logger(FireTimers.name);

  constructor(
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly handovers: HandoverStore,
    private readonly timer: FireTimer,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (const id of await this.tenants.enabled()) {
      const tenant = await this.tenants.byId(id);
      const due = tenant ? await this.due(id) : [];
      for (const handover of due) if (!signal.aborted) await this.fire(tenant as Tenant, handover);
    }
  }

  private due(tenantId: TenantId): Promise<Handover[]> {
    return this.database.inTenant(tenantId, () => this.handovers.due(tenantId, this.clock.now(), BATCH));
  }

  private async fire(tenant: Tenant, handover: Handover): Promise<void> {
    try {
      await this.timer.run(tenant, handover);
    } catch (error) {
      this.logger.error(
        { tenantId: tenant.id, handoverId: handover.id, err: error },
        'A timer could not be fired; next turn again.',
      );
    }
  }
}
