/** Maximum size in bytes of a body with settings, texts and rules of a tenant, or with a profile. */
export const MAX_SETTINGS_BYTES = 256 * 1024;
