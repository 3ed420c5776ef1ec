import { completedEngage } from '../domain/engage/engage-address.js';
import { ENGAGE_SECRETS, type TenantDocument } from '../domain/stored-tenant.js';
import type { BotPlatformDescription } from '../ports/bot-platform-catalogue.js';

const NEEDED_FROM_ENGAGE = ['baseApiUrl', 'botCategoryId', 'agentCategoryId', 'realtimeEndpointUrl'] as const;

/** Settings that only a Channel SDK source needs. */
const OF_OWN_SOURCE = ['engage.realtimeEndpointUrl', 'engage.realtimeAccessToken'];

/** Settings that are missing before the tenant can work. @param secrets paths of the configured ones (`engage.webhookSecret`) */
export function missingSettings(
  document: TenantDocument,
  secrets: readonly string[],
  platform: BotPlatformDescription | undefined,
): string[] {
  const engage = completedEngage(document.engage, '');
  const { platform: _, ...bot } = document.bot;
  const botSecrets = secrets.flatMap((path) => /^bot\.(.+)$/.exec(path)?.[1] ?? []);
  return [
    ...NEEDED_FROM_ENGAGE.filter((setting) => engage[setting] === undefined).map((setting) => `engage.${setting}`),
    ...ENGAGE_SECRETS.map((secret) => `engage.${secret}`).filter((path) => !secrets.includes(path)),
    ...(platform?.missing(bot, botSecrets, engage) ?? []),
  ].filter((path) => !(hasOnlyNativeSources(engage) && OF_OWN_SOURCE.includes(path)));
}

function hasOnlyNativeSources({ nativeSourceIds, sourceId }: ReturnType<typeof completedEngage>): boolean {
  return nativeSourceIds.length > 0 && sourceId === undefined;
}
