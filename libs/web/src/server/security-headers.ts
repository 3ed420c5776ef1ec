const API_CSP = "default-src 'none'; frame-ancestors 'none'";
/** Swagger UI brings its own scripts, inline styles and a data: image. */
const DOCS_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Headers of every answer. */
export function securityHeaders(url: string): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'content-security-policy': /^\/docs(\/|\?|$)/.test(url) ? DOCS_CSP : API_CSP,
  };
}
