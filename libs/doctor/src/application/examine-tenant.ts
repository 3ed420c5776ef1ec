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
import { ServiceChecks } from '../checks/service-checks.js';
import { settingChecks } from '../checks/setting-checks.js';
import { CheckRun } from './check-run.js';

/** Runs all checks of a tenant. Nothing in Engage, at the bot or for a customer changes by it. */
@Injectable()
export class ExamineTenant {
  constructor(
    private readonly directory: TenantDirectory,
    private readonly tenants: ReadTenants,
    private readonly presenter: TenantPresenter,
    private readonly service: ServiceChecks,
    private readonly platforms: BotPlatformRegistry,
  ) {}

  /** Answers within ten seconds. @throws UnknownTenant */
  async run(slug: string): Promise<CheckResult[]> {
    const tenant = await this.directory.bySlug(slug);
    if (!tenant) throw new UnknownTenant();
    return new CheckRun(await this.checksOf(tenant)).run();
  }

  private async checksOf(tenant: Tenant): Promise<Check[]> {
    const view = this.presenter.view(await this.tenants.one(tenant.slug));
    return [...settingChecks(tenant, view), ...this.service.of(tenant), ...this.platforms.checksOf(tenant)];
  }
}
