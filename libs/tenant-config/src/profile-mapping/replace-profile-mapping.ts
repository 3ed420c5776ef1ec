import { Injectable } from '@nestjs/common';
import { type JsonObject, readJson } from '#kernel';
import { type ProfileMapping, validateMapping } from '#profile-mapping';
import { InvalidInput } from '#web';
import type { Admin } from '../domain/access/admin.js';
import { completeMapping } from '../domain/settings/settings-defaults.js';
import { completed } from '../domain/stored-tenant.js';
import { type Precondition, UpdateTenant } from '../tenants/update-tenant.js';

@Injectable()
export class ReplaceProfileMapping {
  constructor(private readonly updateTenant: UpdateTenant) {}

  /** @throws InvalidInput, UnknownTenant, TenantChanged */
  async run(
    admin: Admin,
    slug: string,
    given: Partial<ProfileMapping>,
    isCurrent: Precondition,
  ): Promise<{ mapping: ProfileMapping; revision: number }> {
    const mapping = completeMapping(given);
    const faults = validateMapping(mapping);
    if (faults.length > 0) throw new InvalidInput(faults);
    const whole = { ...mapping, requireConsent: mapping.requireConsent ?? null }; // a merge patch would keep omitted members
    const patch = { profileMapping: readJson(JSON.stringify(whole)) as JsonObject };
    const tenant = await this.updateTenant.run(admin, slug, patch, isCurrent);
    return { mapping: completed(tenant.document).profileMapping, revision: tenant.revision };
  }
}
