import { Injectable, Logger } from '@nestjs/common';
import type { Job } from '#database';
import { FileStore } from '#files';
import { Clock, type TenantId } from '#kernel';
import { type Retention, type Tenant, TenantDirectory } from '#tenant-config';
import { PURGED, type Purged, RetentionStore } from '../ports/retention-store.js';

const DAY_MS = 86_400_000;
/** Rows that one statement deletes: locks stay short. */
const BATCH = 500;

/** Deletes what tenants no longer want to keep, in small batches, also of disabled tenants. */
@Injectable()
export class PurgeExpired implements Job {
  readonly name = 'purge-expired';
  readonly cron = '17 * * * *';
  private readonly logger = new Logger(PurgeExpired.name);

  constructor(
    private readonly tenants: TenantDirectory,
    private readonly store: RetentionStore,
    private readonly files: FileStore,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (const id of await this.tenants.all()) await this.tryTenant(id, signal);
  }

  private async tryTenant(id: TenantId, signal: AbortSignal): Promise<void> {
    try {
      const tenant = await this.tenants.byId(id);
      if (tenant) await this.ofTenant(tenant, signal);
    } catch (error) {
      const message = 'Expired data of a tenant could not be deleted; the next run tries again.';
      this.logger.error({ tenantId: id, err: error }, message);
    }
  }

  private async ofTenant({ id, retention }: Tenant, signal: AbortSignal): Promise<void> {
    const before = (days: number): Date => new Date(this.clock.millis() - days * DAY_MS);
    for (const what of PURGED) {
      const oldest = before(daysKept(what, retention));
      await this.inBatches(id, signal, () => this.store.purge(id, what, oldest, BATCH));
    }
    const oldestFile = before(retention.messageDays);
    await this.inBatches(id, signal, () => this.files.purge(id, oldestFile, BATCH));
  }

  private async inBatches(tenantId: TenantId, signal: AbortSignal, deleteSome: () => Promise<number>): Promise<void> {
    let deleted = BATCH;
    while (deleted === BATCH && !signal.aborted) {
      deleted = await deleteSome();
      if (deleted > 0) this.logger.log({ tenantId, deleted }, 'Expired rows deleted.');
    }
  }
}

function daysKept(what: Purged, { messageDays, profileDays }: Retention): number {
  if (what === 'identities') return profileDays;
  return what === 'unresolved-events' ? 1 : messageDays;
}
