export * from './domain/merge-user-fields.js';
export * from './domain/profile-mapping.js';
export { hasConsent } from './domain/consent.js';
export { mapContext, mapProfile } from './domain/map-profile.js';
export { previewProfile, ProfileCollision } from './domain/preview-profile.js';
export { toContextKey } from './domain/context-key.js';
export { validateMapping } from './domain/validate-mapping.js';
