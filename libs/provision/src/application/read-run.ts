import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel';
import { ReadTenants, type Tenant, TenantDirectory, TenantPresenter, UnknownTenant } from '#tenant-config';
import { UnknownRun } from '../domain/provision.errors.js';
import type { ProvisionRun } from '../domain/run.js';
import { ProvisionRuns } from '../ports/provision-runs.js';

/** Reads runs of a tenant, and the tenant data that a run needs. */
@Injectable()
export class ReadRun {
  constructor(
    private readonly directory: TenantDirectory,
    private readonly tenants: ReadTenants,
    private readonly presenter: TenantPresenter,
    private readonly runs: ProvisionRuns,
  ) {}

  /** @throws UnknownTenant, UnknownRun */
  async one(slug: string, runId: string): Promise<ProvisionRun> {
    const { tenant } = await this.tenant(slug);
    const run = isUuid(runId) ? await this.runs.find(tenant.id, runId) : undefined;
    if (!run) throw new UnknownRun();
    return run;
  }

  /** @throws UnknownTenant */
  async tenant(slug: string): Promise<{ tenant: Tenant; engageUrl: string }> {
    const tenant = await this.directory.bySlug(slug);
    if (!tenant) throw new UnknownTenant();
    const { ingress } = this.presenter.view(await this.tenants.one(slug));
    return { tenant, engageUrl: ingress.engageUrl };
  }
}
