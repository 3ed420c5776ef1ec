import { Injectable } from '@nestjs/common';
import { BotPlatformRegistry } from '#bot-platforms';
import type { CallPriority } from '#engage-outbound';
import { type Check, ReadTenants, type Tenant, TenantPresenter } from '#tenant-config';
import { EngageChecks } from '../checks/engage/engage-checks.js';
import { ServiceChecks } from '../checks/service-checks.js';
import { settingChecks, sourceFaultsCheck } from '../checks/setting-checks.js';
import { trafficChecks } from '../checks/traffic-checks.js';
import { TrafficMarks } from '../ports/traffic-marks.js';
import { once } from './once.js';

/** Creates the checks of one run for one tenant; they share the data that they read. */
@Injectable()
export class TenantChecks {
  constructor(
    private readonly tenants: ReadTenants,
    private readonly presenter: TenantPresenter,
    private readonly service: ServiceChecks,
    private readonly engage: EngageChecks,
    private readonly platforms: BotPlatformRegistry,
    private readonly marks: TrafficMarks,
  ) {}

  /** @param signal ends the run's calls */
  async of(tenant: Tenant, priority: CallPriority, signal: AbortSignal): Promise<Check[]> {
    const view = this.presenter.view(await this.tenants.one(tenant.slug));
    return [
      ...settingChecks(tenant, view),
      ...this.service.of(tenant, view.ingress.engageUrl),
      ...this.engage.of({ tenant, priority, signal }, view),
      ...trafficChecks(
        tenant,
        once(() => this.marks.of(tenant.id)),
      ),
      sourceFaultsCheck(view),
      ...this.platforms.checksOf(tenant),
    ];
  }
}
