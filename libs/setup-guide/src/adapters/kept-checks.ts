import { Injectable } from '@nestjs/common';
import type { TenantId } from '#kernel';
import { TenantHealth } from '#tenant-config';
import { LastChecks } from '../ports/last-checks.js';

/** The results that are kept as the tenant's health. */
@Injectable()
export class KeptChecks extends LastChecks {
  constructor(private readonly health: TenantHealth) {
    super();
  }

  async of(tenantId: TenantId): ReturnType<LastChecks['of']> {
    const [completedAt, results] = await Promise.all([this.health.completedAt(tenantId), this.health.of(tenantId)]);
    return { completedAt, results };
  }
}
