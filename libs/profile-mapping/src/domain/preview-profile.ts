import { AppError, type JsonObject } from '#kernel';
import { mapProfile } from './map-profile.js';
import type { Collision, MappedProfile, ProfileMapping } from './profile-mapping.js';

/** Several values of a profile map to one key, and the tenant's mapping rejects this. */
export class ProfileCollision extends AppError {
  readonly code = 'profile-mapping.collision';
  readonly kind = 'invalid';

  constructor(collisions: readonly Collision[]) {
    super(
      'Several values of the profile map to the same key. Add rules or exclusions, or set onCollision to "suffix".',
      {
        errors: collisions.map(({ key, paths }) => ({
          pointer: '/profile',
          detail: `${list(paths)} map to "${key}".`,
        })),
      },
    );
  }
}

/**
 * What an administrator sees of a mapping before it is used.
 * @throws ProfileCollision when values have the same key and the mapping says `reject`.
 */
export function previewProfile(
  profile: JsonObject,
  mapping: ProfileMapping,
  options: { userId: string },
): MappedProfile {
  const mapped = mapProfile(profile, mapping, options);
  if (mapping.onCollision === 'reject' && mapped.collisions.length > 0) throw new ProfileCollision(mapped.collisions);
  return mapped;
}

function list(paths: readonly string[]): string {
  return paths.map((path) => `"${path}"`).join(', ');
}
