import { Injectable, Logger } from '@nestjs/common';
import { FrequentJob, Pauses } from '#database';
import { AppError, type TenantId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import { forTenants } from './for-tenants.js';
import { ReconcileTenant } from './reconcile-tenant.js';
import { ThreadsToRead } from './threads-to-read.js';

/** Most calls for interventions in one turn of a tenant. */
const BATCHES = 10;
/** How long a tenant's turn may take: the rest is done in the next run. In milliseconds. */
const TENANT_MS = 60_000;
/** How often a step is tried in one run while Engage or the database does not answer. */
const TRIES = 3;
/** Between two of these, in milliseconds. */
const RETRY_MS = 2_000;

/** Asks Engage for the ends and joins whose events were lost, so that no conversation is stuck. */
@Injectable()
export class ReconcileHandovers extends FrequentJob {
  readonly name = 'reconcile-handovers';
  readonly everyMs = 60_000;
  private readonly logger = new Logger(ReconcileHandovers.name);

  constructor(
    private readonly tenants: TenantDirectory,
    private readonly reconcile: ReconcileTenant,
    private readonly pauses: Pauses,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    await forTenants(await this.tenants.enabled(), (id) => this.tryTenant(id, signal), signal);
  }

  private async tryTenant(id: TenantId, signal: AbortSignal): Promise<void> {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(TENANT_MS)]);
    const attempt = <Result>(step: () => Promise<Result>): Promise<Result | undefined> =>
      this.attempt(id, step, inTime);
    const tenant = await attempt(() => this.tenants.byId(id));
    if (!tenant) return;
    const threads = new ThreadsToRead();
    await attempt(() => this.openHandovers(tenant, threads, inTime));
    await attempt(() => this.reconcile.lateStarts(tenant, inTime));
    await attempt(() => this.reconcile.readThreads(tenant, threads, inTime));
  }

  private async openHandovers(tenant: Tenant, threads: ThreadsToRead, signal: AbortSignal): Promise<void> {
    let isMore = true;
    for (let batch = 0; isMore && batch < BATCHES && !signal.aborted; batch++)
      isMore = await this.reconcile.openHandovers(tenant, threads, signal);
  }

  /** A step that fails does not stop the next ones. A short fault must not cost a whole period: the bot must be back in two minutes. */
  private async attempt<Result>(
    tenantId: TenantId,
    step: () => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result | undefined> {
    for (let tries = 1; !signal.aborted; tries++) {
      try {
        return await step();
      } catch (error) {
        if (tries < TRIES && error instanceof AppError && error.kind === 'unavailable') {
          await this.pauses.wait(RETRY_MS, signal).catch(() => undefined); // aborted: the loop ends
          continue;
        }
        const message = 'The handovers of a tenant could not be checked; the next run retries.';
        this.logger.warn({ tenantId, err: error }, message);
        return undefined;
      }
    }
    return undefined;
  }
}
