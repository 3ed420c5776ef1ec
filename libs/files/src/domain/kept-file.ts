const SCHEME = 'handover-file:';

/** How messages refer to bytes that are kept here. */
export function keptFileUrl(id: string): string {
  return SCHEME + id;
}

/** The id in such a reference; undefined for every other address. */
export function keptFileId(url: string): string | undefined {
  const id = url.startsWith(SCHEME) ? url.slice(SCHEME.length) : '';
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) ? id : undefined;
}
