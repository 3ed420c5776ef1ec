import { join } from 'node:path';
import type { Logger } from 'pino';
import type { AppConfig } from '#config';
import { createLogger } from '#telemetry';
import { createConnector } from '../../connector/src/index.js';
import { createSimulator, type Simulator } from '../../engage-simulator/src/index.js';
import { AdminApi } from './admin-api.js';
import type { Addresses } from './announcement.js';
import { createDemoBot } from './bot/demo-bot.js';
import { botSettings } from './demo-access.js';
import { demoDomain, provideDemoEngage, provideDemoIdentities } from './demo-engage.js';
import { type DemoSecrets, loadDemoSecrets, saveDemoSecrets } from './demo-secrets.js';
import { demoSlug, pauseOtherDemoTenants, provideDemoTenant } from './demo-tenant.js';
import { requireFreePorts } from './free-ports.js';
import { answersOnNativeChannels, type Platform, PLATFORM_NAMES } from './platform.js';

export interface PlaygroundConfig {
  readonly connector: AppConfig;
  readonly simulatorPort: number;
  readonly botPort: number;
  /** The platform that the demo bot imitates, default `generic`. */
  readonly platform?: Platform;
}

export interface Playground {
  readonly addresses: Addresses;
  /** Stops everything in reverse order. */
  close(): Promise<void>;
}

/**
 * Starts the connector, a simulated Engage domain and a demo bot in this process, and connects them with a demo tenant.
 * If it fails, nothing keeps running.
 *
 * @throws CannotListen when a port is taken
 */
export async function startPlayground(config: PlaygroundConfig): Promise<Playground> {
  const { connector: settings, simulatorPort, botPort, platform = 'generic' } = config;
  const running: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const part of running.splice(0).reverse()) await part.close();
  };
  await requireFreePorts({ PORT: settings.port, SIMULATOR_PORT: simulatorPort, DEMO_BOT_PORT: botPort }, settings.host);
  try {
    const directory = directoryOf(settings.dataDir, platform);
    const secrets = await loadDemoSecrets(directory);
    const simulator = await startDomain(platform, simulatorPort, directory);
    running.push(simulator);
    const connector = await createConnector(settings);
    running.push(connector);
    await connector.ready();
    const api = new AdminApi(connector.url, settings.adminApiKey.reveal());
    const botKey = await wire({ ...config, platform, api, simulator, secrets, directory });
    const log = await createLogger({ level: settings.logLevel, format: settings.logFormat });
    const bot = await createDemoBot({
      ...secrets,
      platform,
      connectorUrl: connector.url,
      botKey,
      directory: join(directory, 'chats'),
      log: log.child({ context: 'DemoBot' }),
      links: linksOf(platform, simulator.url, connector.url),
    });
    running.push(bot);
    const chatPage = await bot.listen(botPort);
    running.push(firstChecks(api, platform, log.child({ context: 'Playground' })));
    return { addresses: addresses(settings, platform, chatPage, simulator.url, connector.url), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function startDomain(platform: Platform, port: number, directory: string): Promise<Simulator> {
  const dataFile = join(directory, 'engage.json');
  return createSimulator({ port, dataFile, seed: demoDomain(platform), switches: { sdk: { typing: true } } });
}

interface Parts extends PlaygroundConfig {
  readonly platform: Platform;
  readonly api: AdminApi;
  readonly simulator: Simulator;
  readonly secrets: DemoSecrets;
  readonly directory: string;
}

/** @returns the key with which the bot calls the connector */
async function wire({ connector, botPort, platform, api, simulator, secrets, directory }: Parts): Promise<string> {
  const { seed, baseApiUrl, realtimeEndpointUrl } = simulator;
  const { sourceId, botCategoryId, agentCategoryId } = seed;
  const tokens = { apiAccessToken: seed.restAccessToken, realtimeAccessToken: seed.sourceAccessToken };
  const engage = {
    baseApiUrl,
    realtimeEndpointUrl,
    sourceId,
    botCategoryId,
    agentCategoryId,
    ...tokens,
    ...(answersOnNativeChannels(platform) && { nativeSourceIds: nativeSources(simulator) }),
  };
  await pauseOtherDemoTenants(api, platform);
  const botKey = await provideDemoTenant(api, {
    platform,
    engage,
    secrets,
    bot: botSettings(platform, `http://127.0.0.1:${botPort}`, secrets),
  });
  await saveDemoSecrets(directory, { ...secrets, botKey });
  await provideDemoEngage({
    simulatorUrl: simulator.url,
    apiAccessToken: tokens.apiAccessToken,
    engageUrl: `${connector.publicUrl}/handover/rce/${demoSlug(platform)}`,
    webhookSecret: secrets.webhookSecret,
    verifyToken: secrets.engageVerifyToken,
  });
  await provideDemoIdentities(realtimeEndpointUrl, seed.sourceAccessToken);
  return botKey;
}

/** Checks the demo tenant in the background, so that its setup guide shows what is connected. */
function firstChecks(api: AdminApi, platform: Platform, log: Logger): { close(): Promise<void> } {
  const checked = api
    .check(demoSlug(platform))
    .catch((error: unknown) => log.warn({ err: error }, 'The demo tenant could not be checked.'));
  return { close: () => checked };
}

/** Sources that Engage serves itself: those that are not Channel SDK sources. */
function nativeSources({ state }: Simulator): string[] {
  return state.sources.filter(({ id }) => !Object.hasOwn(state.sdk, id)).map(({ id }) => id);
}

/** Each platform has chats, secrets and a simulated domain of its own. */
function directoryOf(dataDir: string, platform: Platform): string {
  return join(dataDir, 'playground', platform === 'generic' ? '' : platform);
}

function addresses(
  settings: AppConfig,
  platform: Platform,
  chatPage: string,
  simulatorUrl: string,
  connectorUrl: string,
): Addresses {
  return {
    platform: PLATFORM_NAMES[platform],
    chatPage,
    ...(answersOnNativeChannels(platform) && { phone: phoneAt(simulatorUrl) }),
    agentDesk: readable(simulatorUrl),
    console: readable(`${connectorUrl}/console`),
    setupGuide: readable(`${connectorUrl}/setup/${demoSlug(platform)}`),
    apiDocs: readable(`${connectorUrl}/docs`),
    tenant: demoSlug(platform),
    adminKey: settings.adminApiKey.reveal(),
    dataDir: settings.dataDir,
  };
}

/** Links on the chat page. */
function linksOf(platform: Platform, simulatorUrl: string, connectorUrl: string): Record<string, string> {
  return {
    'Agent desk': readable(simulatorUrl),
    ...(answersOnNativeChannels(platform) && { "Customer's phone": phoneAt(simulatorUrl) }),
    Console: readable(`${connectorUrl}/console`),
    'Admin API': readable(`${connectorUrl}/docs`),
  };
}

function phoneAt(simulatorUrl: string): string {
  return readable(new URL('/phone/', simulatorUrl).href);
}

/** The address without details, for people. */
function readable(url: string): string {
  return url.replace('//127.0.0.1', '//localhost');
}
