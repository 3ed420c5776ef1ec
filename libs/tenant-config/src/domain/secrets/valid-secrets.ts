import { Secret } from '#kernel';
import type { Tenant } from '../tenant.js';

/**
 * The valid secrets: the current one first, then the previous one while the overlap of the rotation lasts.
 *
 * @param path e.g. `engage.webhookSecret` or `bot.callbackSecret`
 */
export function validSecrets({ engage, bot, previousSecrets }: Tenant, path: string): Secret[] {
  const name = path.slice(path.indexOf('.') + 1);
  // not copied: a secret is opened when it is read
  const settings = (path.startsWith('engage.') ? engage : bot.secrets) as Readonly<Record<string, unknown>>;
  return [settings[name], previousSecrets.of(path)].flatMap((value) =>
    value instanceof Secret ? value : typeof value === 'string' ? new Secret(value) : [],
  );
}
