import type { JsonObject } from '#kernel';

/** What must be set before the bot can receive anything, by its name in the tenant. */
export function missingSettings({ callbackUrl }: JsonObject, configuredSecrets: readonly string[]): string[] {
  return [
    ...(typeof callbackUrl === 'string' ? [] : ['bot.callbackUrl']),
    ...(configuredSecrets.includes('callbackSecret') ? [] : ['bot.callbackSecret']),
  ];
}
