export * from './domain/profile-mapping.js';
export { toContextKey } from './domain/context-key.js';
export { mapContext, mapProfile } from './domain/map-profile.js';
export { previewProfile, ProfileCollision } from './domain/preview-profile.js';
export { validateMapping } from './domain/validate-mapping.js';
