import { Injectable } from '@nestjs/common';
import { type StoredCheck, TenantDirectory, TenantHealth, UnknownTenant } from '#tenant-config';

@Injectable()
export class ReadHealth {
  constructor(
    private readonly directory: TenantDirectory,
    private readonly health: TenantHealth,
  ) {}

  /** The last results of the tenant, by the ids of the checks. @throws UnknownTenant */
  async run(slug: string): Promise<StoredCheck[]> {
    const tenant = await this.directory.bySlug(slug);
    if (!tenant) throw new UnknownTenant();
    return this.health.of(tenant.id);
  }
}
