const API_CSP = "default-src 'none'; frame-ancestors 'none'";
/** Swagger UI has its own scripts, inline styles and a data: image. */
const DOCS_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Paths that answer with settings or personal data: no browser and no proxy may store the answers. */
const PRIVATE = /^\/(?:admin|v1|setup|handover)(?:[/?]|$)/;
/** Links to files: pages of Engage and of bots show the files. */
const FILES = /^\/files\//;
const DOCS = /^\/docs(?:[/?]|$)/;
const YEAR_S = 31_536_000;

/**
 * Headers of every answer; routes may override them.
 *
 * @param path of the route
 * @param isHttps whether callers reach the service over HTTPS; then they must always use it
 */
export function securityHeaders(path: string, isHttps: boolean): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'content-security-policy': DOCS.test(path) ? DOCS_CSP : API_CSP,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': FILES.test(path) ? 'cross-origin' : 'same-origin',
    'x-permitted-cross-domain-policies': 'none',
    ...(PRIVATE.test(path) && { 'cache-control': 'no-store' }),
    ...(isHttps && { 'strict-transport-security': `max-age=${YEAR_S}` }), // not for subdomains: they may be others'
  };
}
