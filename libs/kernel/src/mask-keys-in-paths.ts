const MASK = '[redacted]';

/** Paths whose next segment lets the caller in; behind the one of a file stands its name, which is a customer's. */
const WEBHOOK_KEYS = /(\/v1\/(?:chatlayer|cognigy\/outputs)\/)[^/?\s"'\\]+/g;
const LINKS_TO_FILES = /(\/files\/)[\w-]{22}\.[\w.-]+(?:\/[^?\s"'\\]*)?/g;

/** Hides what lets callers in by the address alone, wherever a path stands in a text. */
export function maskKeysInPaths(text: string): string {
  return text.replace(WEBHOOK_KEYS, `$1${MASK}`).replace(LINKS_TO_FILES, `$1${MASK}`);
}
