/** Bytes of a body that holds settings, texts and rules of a tenant, or a profile. */
export const MAX_SETTINGS_BYTES = 256 * 1024;
