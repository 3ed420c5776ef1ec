import type { JsonObject, Secret } from '#kernel';
import { type Tenant, TenantIncomplete, WEBHOOK_KEY } from '#tenant-config';
import type { ChatlayerTextsDto } from '../http/chatlayer-texts.dto.js';
import type { ChatlayerBotSettings } from '../http/chatlayer-bot-settings.dto.js';

/** Value of `bot.platform`. */
export const CHATLAYER = 'chatlayer';
export const CHATLAYER_SECRETS = ['accessToken', 'verifyToken', WEBHOOK_KEY];

/** `apiBaseUrl` of a tenant that sets none: the EU region. */
const EU_API = 'https://api.chatlayer.ai';

/**
 * The operations are documented, their keys are not: these are guesses by analogy with the offload reply and with buttons,
 * which a tenant can replace.
 */
const DEFAULT_TEMPLATES = {
  resume: { pauseBot: false },
  pause: { pauseBot: true },
  gotoDialog: { nextDialogstateId: '{{dialogStateId}}' },
  setSession: { sessionData: '{{data}}' },
};

/** A tenant's Chatlayer bot, with defaults for omitted settings. */
export interface ChatlayerBot {
  readonly botId: string | undefined;
  /** Without a slash at the end. */
  readonly apiBaseUrl: string;
  readonly accessToken: Secret;
  readonly dialogs: Readonly<Record<'success' | 'unavailable' | 'afterHandover' | 'agentChoice', string | undefined>>;
  readonly templates: Readonly<Record<keyof typeof DEFAULT_TEMPLATES, JsonObject>>;
  readonly resumeStrategy: 'action' | 'delete-session' | 'none';
  readonly writesSessionData: boolean;
  readonly texts: ChatlayerTextsDto;
}

/** The tenant's settings, as `ChatlayerBotSettings` has checked them. */
export function settingsOf({ bot }: Tenant): ChatlayerBotSettings {
  return bot.settings;
}

/** @throws TenantIncomplete */
export function chatlayerBotOf(tenant: Tenant): ChatlayerBot {
  const settings = settingsOf(tenant);
  const { accessToken } = tenant.bot.secrets;
  const missing = missingSettings(CHATLAYER_SECRETS.filter((name) => tenant.bot.secrets[name] !== undefined));
  if (!accessToken || missing.length > 0) throw new TenantIncomplete(missing);
  return {
    botId: settings.botId,
    apiBaseUrl: (settings.apiBaseUrl ?? EU_API).replace(/\/+$/, ''),
    accessToken,
    dialogs: {
      success: settings.offloadSuccessDialogStateId,
      unavailable: settings.offloadUnavailableDialogStateId,
      afterHandover: settings.afterHandoverDialogStateId,
      agentChoice: settings.agentChoiceDialogStateId,
    },
    templates: { ...DEFAULT_TEMPLATES, ...settings.actionTemplates },
    resumeStrategy: settings.resumeStrategy ?? 'action',
    writesSessionData: settings.writeSessionData ?? false,
    texts: { failed: 'Sorry, we could not reach a colleague.', ...settings.texts },
  };
}

/** What has to be set before the bot can be served, by its name in the tenant. */
export function missingSettings(configuredSecrets: readonly string[]): string[] {
  return CHATLAYER_SECRETS.filter((name) => !configuredSecrets.includes(name)).map((name) => `bot.${name}`);
}
