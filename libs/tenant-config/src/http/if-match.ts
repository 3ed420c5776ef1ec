import type { Precondition } from '../tenants/update-tenant.js';

export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/** Reads `If-Match` (RFC 9110): a list of strong ETags, or `*`. Without the header, every revision is accepted. */
export function precondition(ifMatch: string | undefined): Precondition {
  const wanted = ifMatch?.split(',').map((etag) => etag.trim());
  return (revision) => !wanted || wanted.includes('*') || wanted.includes(etagOf(revision));
}
