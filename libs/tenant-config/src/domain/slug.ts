/** A tenant's name in URLs: lower-case letters, digits and hyphens, up to 63 characters, as in host names. */
export const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
