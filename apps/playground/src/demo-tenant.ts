import { type AdminApi, isHandoversRunning } from './admin-api.js';
import { demoAccess } from './demo-access.js';
import type { DemoSecrets } from './demo-secrets.js';
import { type Platform, PLATFORMS } from './platform.js';

export interface DemoWiring {
  readonly platform: Platform;
  /** Names as in the tenant's `engage`. */
  readonly engage: {
    readonly baseApiUrl: string;
    readonly realtimeEndpointUrl: string;
    readonly sourceId: string;
    readonly botCategoryId: string;
    readonly agentCategoryId: string;
    readonly apiAccessToken: string;
    readonly realtimeAccessToken: string;
    /** Sources that Engage serves itself; omitted if the platform cannot answer there. */
    readonly nativeSourceIds?: readonly string[];
  };
  /** `bot` of the tenant. */
  readonly bot: object;
  readonly secrets: DemoSecrets;
}

/** Every platform has a demo tenant of its own: chats and deliveries of one never reach the bot of another. */
export function demoSlug(platform: Platform): string {
  return platform === 'generic' ? 'demo' : `demo-${platform}`;
}

/**
 * Connects the demo tenant with the current simulator and bot: creates it, or repairs what differs. Other changes of an
 * administrator stay.
 *
 * @returns a key that the connector accepts from the bot
 */
export async function provideDemoTenant(api: AdminApi, wiring: DemoWiring): Promise<string> {
  const { platform, secrets } = wiring;
  const slug = demoSlug(platform);
  const access = demoAccess(platform);
  const wanted = wiringOf(wiring);
  const stored = await api.find(slug);
  if (!stored) return access.keyIn(await api.create({ slug, name: 'Northwind Coffee', ...wanted }));
  if (differs(wanted, stored)) await repair(api, slug, wanted);
  return secrets.botKey && (await access.isAccepted(api, secrets)) ? secrets.botKey : access.renew(api, slug);
}

/**
 * Switches off the demo tenants of other platforms: their simulated domains are not running, so every call to one would
 * fail.
 */
export async function pauseOtherDemoTenants(api: AdminApi, platform: Platform): Promise<void> {
  for (const slug of PLATFORMS.filter((other) => other !== platform).map(demoSlug))
    if ((await api.find(slug))?.['enabled'] === true) await api.update(slug, { enabled: false });
}

/** The simulator loses its threads when it stops, so handovers of an earlier run cannot continue. */
async function repair(api: AdminApi, slug: string, wanted: object): Promise<void> {
  try {
    await api.update(slug, wanted);
  } catch (error) {
    if (!isHandoversRunning(error)) throw error;
    await api.abandonHandovers(slug);
    await api.update(slug, wanted);
  }
}

function wiringOf({ engage, bot, secrets: { webhookSecret, engageVerifyToken } }: DemoWiring): object {
  return { enabled: true, engage: { ...engage, webhookSecret, verifyToken: engageVerifyToken }, bot };
}

/** Whether a wanted setting is missing or different. Of a stored secret only the last characters can be compared. */
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
