import { Injectable } from '@nestjs/common';
import { BotPlatformRegistry } from '#bot-platforms';
import {
  type Check,
  type CheckResult,
  ReadTenants,
  type Tenant,
  TenantDirectory,
  TenantPresenter,
  UnknownTenant,
} from '#tenant-config';
import { EngageChecks } from '../checks/engage/engage-checks.js';
import { ServiceChecks } from '../checks/service-checks.js';
import { settingChecks } from '../checks/setting-checks.js';
import { TOTAL_MS } from '../domain/run-limits.js';
import { CheckRun } from './check-run.js';

/** Runs all checks of a tenant. Nothing in Engage, at the bot or for a customer changes by it. */
@Injectable()
export class ExamineTenant {
  constructor(
    private readonly directory: TenantDirectory,
    private readonly tenants: ReadTenants,
    private readonly presenter: TenantPresenter,
    private readonly service: ServiceChecks,
    private readonly engage: EngageChecks,
    private readonly platforms: BotPlatformRegistry,
  ) {}

  /** Answers within ten seconds. @throws UnknownTenant */
  async run(slug: string): Promise<CheckResult[]> {
    const tenant = await this.directory.bySlug(slug);
    if (!tenant) throw new UnknownTenant();
    const end = AbortSignal.timeout(TOTAL_MS);
    return new CheckRun(await this.checksOf(tenant, end), end).run();
  }

  private async checksOf(tenant: Tenant, end: AbortSignal): Promise<Check[]> {
    const view = this.presenter.view(await this.tenants.one(tenant.slug));
    return [
      ...settingChecks(tenant, view),
      ...this.service.of(tenant, view.ingress.engageUrl),
      ...this.engage.of({ tenant, priority: 'agent-facing', signal: end }, view),
      ...this.platforms.checksOf(tenant),
    ];
  }
}
