import { Injectable } from '@nestjs/common';
import { TenantDirectory, UnknownTenant, type Tenant } from '#tenant-config';

/** No tenant's slug is longer or holds anything else, so other paths need no look-up. */
const SLUG = /^[a-z0-9-]{1,64}$/;

/** Which tenant a call of Engage is for. */
@Injectable()
export class FindEngageTenant {
  constructor(private readonly directory: TenantDirectory) {}

  /**
   * @param slug of the URL; undefined stands for the default tenant
   * @throws UnknownTenant also for a disabled one
   */
  async run(slug: string | undefined): Promise<Tenant> {
    const tenant = slug === undefined ? await this.directory.default() : await this.bySlug(slug);
    if (!tenant?.enabled) throw new UnknownTenant();
    return tenant;
  }

  private async bySlug(slug: string): Promise<Tenant | undefined> {
    return SLUG.test(slug) ? this.directory.bySlug(slug) : undefined;
  }
}
