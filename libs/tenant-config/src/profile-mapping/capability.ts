import type { Capability } from '../capability.js';
import { ProfileMappingController } from './http/profile-mapping.controller.js';
import { PreviewProfile } from './preview-profile.js';
import { ReplaceProfileMapping } from './replace-profile-mapping.js';

/** Sets a tenant's profile mapping, and previews its result for a profile. */
export const profileMapping: Capability = {
  controllers: [ProfileMappingController],
  internal: [PreviewProfile, ReplaceProfileMapping],
};
