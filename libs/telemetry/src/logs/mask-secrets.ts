import { maskKeysInPaths } from '#kernel';

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

/** Hides credentials in a line that is about to be logged. The last safeguard: code should not pass them to a log at all. */
export function maskSecrets(line: string): string {
  return maskKeysInPaths(line)
    .replace(PARAMETERS, `$1${MASK}`)
    .replace(MEMBERS, `$1"${MASK}"`)
    .replace(AUTHORIZATION, `$1 ${MASK}`)
    .replace(WEBHOOK_SECRETS, MASK);
}
