const MASK = '[redacted]';

/** Query parameters that carry credentials: ours and Engage's. */
const PARAMETERS =
  /([?&](?:signature|access_token|(?:challenge(?:\.|\[|%5B))?verifyToken(?:\]|%5D)?|hub\.verify_token)=)[^&\s"'\\]+/gi;
/** Headers and settings, as members of a JSON text. */
const MEMBERS =
  /("(?:authorization|cookie|set-cookie|x-api-key|x-dimelo-secret|x-smccsdk-signature|password)":)(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\])/gi;
const AUTHORIZATION = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi;
/** Secrets of Standard Webhooks have a prefix, so that they are found wherever they appear. */
const WEBHOOK_SECRETS = /\bwhsec_[\w+/=-]{8,}/g;
/** Paths whose next segment lets the caller in; behind the one of a file stands its name, which is a customer's. */
const KEYS_IN_PATHS = /(\/v1\/(?:chatlayer|cognigy\/outputs)\/)[^/?\s"'\\]+/g;
const LINKS_TO_FILES = /(\/files\/)[\w-]{22}\.[\w.-]+(?:\/[^?\s"'\\]*)?/g;

/** Hides credentials in a line that is about to be logged. The last fence: code should not pass them to a log at all. */
export function maskSecrets(line: string): string {
  return line
    .replace(PARAMETERS, `$1${MASK}`)
    .replace(MEMBERS, `$1"${MASK}"`)
    .replace(AUTHORIZATION, `$1 ${MASK}`)
    .replace(WEBHOOK_SECRETS, MASK)
    .replace(KEYS_IN_PATHS, `$1${MASK}`)
    .replace(LINKS_TO_FILES, `$1${MASK}`);
}
