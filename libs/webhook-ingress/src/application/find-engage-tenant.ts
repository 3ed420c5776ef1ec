import { Injectable } from '@nestjs/common';
import { TenantDirectory, UnknownTenant, type Tenant } from '#tenant-config';

/** Finds the tenant of a call from Engage. */
@Injectable()
export class FindEngageTenant {
  constructor(private readonly directory: TenantDirectory) {}

  /**
   * @param slug of the URL; undefined stands for the default tenant
   * @throws UnknownTenant also for a disabled one
   */
  async run(slug: string | undefined): Promise<Tenant> {
    const tenant = slug === undefined ? await this.directory.default() : await this.directory.bySlug(slug);
    if (!tenant?.enabled) throw new UnknownTenant();
    return tenant;
  }
}
