import { isJsonObject, type JsonObject, type Secret } from '#kernel';
import { type EngageSettings, TenantIncomplete, type Tenant } from '#tenant-config';

/** Secrets of the removed API service are sealed under this name. */
export const LEGACY_API_KEY = 'legacyApi.apiKey';
/** The key of the Webhook Endpoint for customers of Engage's own sources is sealed under this name. */
export const NATIVE_API_KEY = 'nativeApiKey';

/** The last limit that Cognigy published for its shared installations, in calls per caller and five minutes. */
export const DEFAULT_CALL_BUDGET = 1_000;

type EngageSources = Pick<EngageSettings, 'sourceId' | 'nativeSourceIds'>;

/** The complete Cognigy settings of a tenant. */
export interface CognigySettings {
  /** Without a slash at the end. */
  readonly endpointBaseUrl: string;
  readonly urlTokens: readonly string[];
  readonly transformerSecret: Secret;
  /** During a rotation: the previous secret, which the script may still have. */
  readonly formerTransformerSecret: Secret | undefined;
  /** Notify and inject go to the API service instead of the Endpoint service. */
  readonly legacyApi: { readonly baseUrl: string; readonly apiKey: Secret } | undefined;
  /** Webchat's own queue display is updated, too. */
  readonly queueWidget: boolean;
  /** Whether the bot answers on sources that Engage serves itself. */
  readonly servesEngage: boolean;
  /** The Webhook Endpoint by which it receives messages of their customers. */
  readonly nativeUrlToken: string | undefined;
  readonly nativeApiKey: Secret | undefined;
  /** Calls in five minutes to the host, of all its tenants together. */
  readonly callBudget: number;
}

/** The Endpoint that a conversation uses. */
export interface CognigyEndpoint {
  readonly urlToken: string;
  /** Engage is the customer's channel, and the Endpoint only the way into the flow. */
  readonly isNative: boolean;
}

/** Settings, as `bot.<name>`, without which some call to Cognigy cannot be made. */
export function missingSettings(
  bot: JsonObject,
  configuredSecrets: readonly string[],
  engage?: EngageSources,
): string[] {
  const wantsNative = engage !== undefined && engage.nativeSourceIds.length > 0 && !bot['nativeUrlToken'];
  return [...missingForAll(bot, configuredSecrets, engage), ...(wantsNative ? ['bot.nativeUrlToken'] : [])];
}

/** Whether all customers are on Engage's own sources, and none on a channel of Cognigy. */
export function hasOnlyNativeSources({ nativeSourceIds, sourceId }: EngageSources): boolean {
  return nativeSourceIds.length > 0 && sourceId === undefined;
}

/** Missing settings that every call needs. */
function missingForAll(bot: JsonObject, configuredSecrets: readonly string[], engage?: EngageSources): string[] {
  const { endpointBaseUrl, urlTokens, legacyApi } = bot;
  const hasChannels = engage === undefined || !hasOnlyNativeSources(engage);
  return [
    ...(endpointBaseUrl ? [] : ['bot.endpointBaseUrl']),
    ...(hasChannels && !(Array.isArray(urlTokens) && urlTokens.length > 0) ? ['bot.urlTokens'] : []),
    ...(configuredSecrets.includes('transformerSecret') ? [] : ['bot.transformerSecret']),
    ...(legacyApi && !configuredSecrets.includes(LEGACY_API_KEY) ? [`bot.${LEGACY_API_KEY}`] : []),
  ];
}

/** @throws TenantIncomplete naming what is missing */
export function cognigySettings({ bot, engage, previousSecrets }: Tenant): CognigySettings {
  const { settings, secrets } = bot;
  const { endpointBaseUrl, urlTokens, legacyApi, queueWidget, nativeUrlToken, callBudget } = settings;
  const { transformerSecret, [LEGACY_API_KEY]: apiKey, [NATIVE_API_KEY]: nativeApiKey } = secrets;
  const configured = Object.keys(secrets).filter((name) => secrets[name] !== undefined);
  const missing = missingForAll(settings, configured, engage);
  if (missing.length > 0 || !transformerSecret) throw new TenantIncomplete(missing);
  const legacyUrl = isJsonObject(legacyApi) ? (legacyApi['baseUrl'] as string) : undefined; // checked by the settings class
  return {
    endpointBaseUrl: withoutSlash(endpointBaseUrl as string),
    urlTokens: (urlTokens ?? []) as string[],
    transformerSecret,
    formerTransformerSecret: previousSecrets.of('bot.transformerSecret'),
    legacyApi: legacyUrl && apiKey ? { baseUrl: withoutSlash(legacyUrl), apiKey } : undefined,
    queueWidget: queueWidget === true,
    servesEngage: engage.nativeSourceIds.length > 0,
    nativeUrlToken: typeof nativeUrlToken === 'string' ? nativeUrlToken : undefined,
    nativeApiKey,
    callBudget: typeof callBudget === 'number' ? callBudget : DEFAULT_CALL_BUDGET,
  };
}

/**
 * The Endpoint of a conversation. Those of Engage's own sources name none; neither do some of a Webhook Endpoint, whose
 * outputs do not say which Endpoint they come from.
 *
 * @throws TenantIncomplete while the Endpoint for Engage's sources is not set
 */
export function endpointOf(settings: CognigySettings, { urlToken }: JsonObject): CognigyEndpoint {
  const { servesEngage, nativeUrlToken, urlTokens } = settings;
  if (typeof urlToken === 'string') return { urlToken, isNative: false };
  if (nativeUrlToken !== undefined) return { urlToken: nativeUrlToken, isNative: true };
  if (servesEngage) throw new TenantIncomplete(['bot.nativeUrlToken']);
  return { urlToken: urlTokens[0] ?? '', isNative: false };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
