import type { AdminApi } from './admin-api.js';
import { DEMO_URL_TOKEN } from './bot/cognigy-client.js';
import type { Platform } from './command-line.js';
import type { DemoSecrets } from './demo-secrets.js';

export const DEMO_SLUG = 'demo';

export interface DemoWiring {
  /** Names as in the tenant's `engage`. */
  readonly engage: {
    readonly baseApiUrl: string;
    readonly realtimeEndpointUrl: string;
    readonly sourceId: string;
    readonly botCategoryId: string;
    readonly agentCategoryId: string;
    readonly apiAccessToken: string;
    readonly realtimeAccessToken: string;
  };
  readonly bot: object;
  readonly secrets: DemoSecrets;
}

/**
 * Makes the demo tenant fit to where the simulator and the bot are today: creates it, or repairs what differs. What an
 * administrator changed besides is left alone.
 *
 * @returns a bot key that works
 */
export async function provideDemoTenant(api: AdminApi, wiring: DemoWiring): Promise<string> {
  const wanted = wiringOf(wiring);
  const stored = await api.find(DEMO_SLUG);
  if (!stored) return api.create({ slug: DEMO_SLUG, name: 'Northwind Coffee', ...wanted });
  if (differs(wanted, stored)) await api.update(DEMO_SLUG, wanted);
  const { botKey } = wiring.secrets;
  return botKey && (await api.accepts(botKey)) ? botKey : api.createBotKey(DEMO_SLUG);
}

/** `bot` of the tenant. @param botUrl where the demo bot listens */
export function botSettings(platform: Platform, botUrl: string, { callbackSecret }: DemoSecrets): object {
  return platform === 'cognigy'
    ? { platform, endpointBaseUrl: botUrl, urlTokens: [DEMO_URL_TOKEN], transformerSecret: callbackSecret }
    : { platform, callbackUrl: `${botUrl}/events`, callbackSecret };
}

function wiringOf({ engage, bot, secrets: { webhookSecret } }: DemoWiring): object {
  return { engage: { ...engage, webhookSecret }, bot };
}

/** Whether the stored settings lack something wanted. Of a stored secret only the last characters can be compared. */
function differs(wanted: unknown, stored: unknown): boolean {
  if (isSecret(stored)) return !stored.configured || !String(wanted).endsWith(stored.last4 ?? '');
  if (!isObject(wanted) || !isObject(stored)) return wanted !== stored;
  return Object.keys(wanted).some((key) => differs(wanted[key], stored[key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isSecret(value: unknown): value is { configured: boolean; last4?: string } {
  return isObject(value) && typeof value['configured'] === 'boolean';
}
