import { isJsonObject, type JsonObject, type Secret } from '#kernel';
import { TenantIncomplete, type Tenant } from '#tenant-config';

/** Secrets of the deprecated API service are sealed under this name. */
export const LEGACY_API_KEY = 'legacyApi.apiKey';

/** A tenant's Cognigy side, complete. */
export interface CognigySettings {
  /** Without a slash at the end. */
  readonly endpointBaseUrl: string;
  readonly urlTokens: readonly string[];
  readonly transformerSecret: Secret;
  /** Notify and inject go to the API service instead of the Endpoint service. */
  readonly legacyApi: { readonly baseUrl: string; readonly apiKey: Secret } | undefined;
  /** Webchat's own queue display is fed besides the flow. */
  readonly queueWidget: boolean;
}

/** Settings, as `bot.<name>`, without which Cognigy cannot be called. */
export function missingSettings(bot: JsonObject, configuredSecrets: readonly string[]): string[] {
  const { endpointBaseUrl, urlTokens, legacyApi } = bot;
  return [
    ...(endpointBaseUrl ? [] : ['bot.endpointBaseUrl']),
    ...(Array.isArray(urlTokens) && urlTokens.length > 0 ? [] : ['bot.urlTokens']),
    ...(configuredSecrets.includes('transformerSecret') ? [] : ['bot.transformerSecret']),
    ...(legacyApi && !configuredSecrets.includes(LEGACY_API_KEY) ? [`bot.${LEGACY_API_KEY}`] : []),
  ];
}

/** @throws TenantIncomplete naming what is missing */
export function cognigySettings({ bot: { settings, secrets } }: Tenant): CognigySettings {
  const { endpointBaseUrl, urlTokens, legacyApi, queueWidget } = settings;
  const { transformerSecret, [LEGACY_API_KEY]: apiKey } = secrets;
  const missing = missingSettings(
    settings,
    Object.keys(secrets).filter((name) => secrets[name] !== undefined),
  );
  if (missing.length > 0 || !transformerSecret) throw new TenantIncomplete(missing);
  const legacyUrl = isJsonObject(legacyApi) ? (legacyApi['baseUrl'] as string) : undefined; // checked by the settings class
  return {
    endpointBaseUrl: withoutSlash(endpointBaseUrl as string),
    urlTokens: urlTokens as string[],
    transformerSecret,
    legacyApi: legacyUrl && apiKey ? { baseUrl: withoutSlash(legacyUrl), apiKey } : undefined,
    queueWidget: queueWidget === true,
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
