import { Injectable } from '@nestjs/common';
import { cleanJson, type JsonObject } from '#kernel';
import { type MappedProfile, previewProfile, type ProfileMapping, validateMapping } from '#profile-mapping';
import { InvalidInput } from '#web';
import { completeMapping } from '../domain/settings/settings-defaults.js';
import { completed } from '../domain/stored-tenant.js';
import { ReadTenants } from '../tenants/read-tenants.js';

export type ProfilePreview = Omit<MappedProfile, 'collisions'>;

/** Shows what a profile would become, by the tenant's rules or by others. */
@Injectable()
export class PreviewProfile {
  constructor(private readonly tenants: ReadTenants) {}

  /** @throws UnknownTenant, InvalidInput, ProfileCollision */
  async run(slug: string, profile: JsonObject, given?: Partial<ProfileMapping>): Promise<ProfilePreview> {
    const { document } = await this.tenants.one(slug);
    const mapping = given ? completeMapping(given) : completed(document).profileMapping;
    const faults = validateMapping(mapping);
    if (faults.length > 0)
      throw new InvalidInput(faults.map(({ pointer, detail }) => ({ pointer: `/mapping${pointer}`, detail })));
    const { user, contextData, dropped, changed } = previewProfile(cleanJson(profile), mapping, { userId: 'preview' });
    return { user, contextData, dropped, changed };
  }
}
