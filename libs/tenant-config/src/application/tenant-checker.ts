import { Injectable } from '@nestjs/common';
import { type InputFault, isJsonObject, type JsonObject, Secret } from '#kernel';
import { validateMapping } from '#profile-mapping';
import { InvalidInput, inspectInput, OutboundAddressGuard } from '#web';
import { normaliseBaseApiUrl, sourceIdIn } from '../domain/engage-address.js';
import { pathOf, valueAt, without } from '../domain/nested-setting.js';
import { PROFILE_MAPPING_DEFAULTS } from '../domain/settings-defaults.js';
import { ENGAGE_SECRETS, type EngageDocument, type TenantDocument } from '../domain/stored-tenant.js';
import { CreateTenantDto } from '../http/tenant.dto.js';
import { BotPlatformCatalogue, type BotPlatformDescription } from '../ports/bot-platform-catalogue.js';

export interface CheckedTenant {
  readonly document: TenantDocument;
  /** Secrets that the input held, by path. */
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly platform: BotPlatformDescription;
}

/** Checks a whole tenant, whether it is new or the outcome of a change. */
@Injectable()
export class TenantChecker {
  constructor(
    private readonly platforms: BotPlatformCatalogue,
    private readonly addresses: OutboundAddressGuard,
  ) {}

  /** @throws InvalidInput listing all faults, those `found` before among them */
  check(input: JsonObject, found: readonly InputFault[] = []): CheckedTenant {
    const bot = isJsonObject(input.bot) ? input.bot : {};
    const platform = this.platforms.find(typeof bot.platform === 'string' ? bot.platform : '');
    const shape = [...inspectInput(CreateTenantDto, input), ...this.botFaults(bot, platform)];
    const faults = [...found, ...shape, ...this.ruleFaults(input, bot, shape)];
    if (platform?.check && faults.length === 0) faults.push(...platform.check(bot, input));
    if (faults.length > 0 || !platform) throw new InvalidInput(faults);
    return separate(input as JsonObject & TenantDocument, platform);
  }

  /** What goes beyond the shape, for the parts whose shape is right. */
  private ruleFaults(input: JsonObject, bot: JsonObject, shape: readonly InputFault[]): InputFault[] {
    const isSound = (part: string): boolean => !shape.some(({ pointer }) => pointer.startsWith(part));
    return [
      ...(isSound('/engage') ? this.engageFaults((input.engage ?? {}) as EngageDocument) : []),
      ...(isSound('/profileMapping') ? mappingFaults(input) : []),
      ...(isSound('/bot') ? this.urlFaults(bot, '/bot') : []),
    ];
  }

  private botFaults({ platform: name, ...settings }: JsonObject, platform?: BotPlatformDescription): InputFault[] {
    if (platform) return inspectInput(platform.settingsClass, settings, '/bot');
    const known = this.platforms.all().map((one) => one.name);
    return [
      {
        pointer: '/bot/platform',
        detail: `${name === undefined ? 'is required: ' : 'must be '}one of ${known.join(', ')}`,
      },
    ];
  }

  private engageFaults(engage: EngageDocument): InputFault[] {
    const { baseApiUrl, sourceId, realtimeEndpointUrl } = engage;
    const normal = { ...engage, ...(baseApiUrl && { baseApiUrl: normaliseBaseApiUrl(baseApiUrl) }) };
    const contradicts = sourceId && realtimeEndpointUrl && sourceIdIn(realtimeEndpointUrl) !== sourceId;
    const own = sourceId ?? (realtimeEndpointUrl && sourceIdIn(realtimeEndpointUrl));
    const meetsOwn = own !== undefined && engage.nativeSourceIds?.includes(own);
    return [
      ...this.urlFaults(normal, '/engage'),
      ...(meetsOwn ? [{ pointer: '/engage/nativeSourceIds', detail: 'must not hold the Channel SDK source' }] : []),
      ...(contradicts ? [{ pointer: '/engage/sourceId', detail: 'is not the source of realtimeEndpointUrl' }] : []),
    ];
  }

  /** Settings named `…Url` are called by us, so they must lead to where this service may call. */
  private urlFaults(settings: object, parent: string): InputFault[] {
    return Object.entries(settings).flatMap(([name, value]: [string, unknown]) => {
      const detail = name.endsWith('Url') && typeof value === 'string' ? this.addresses.faultOf(value) : undefined;
      return detail ? [{ pointer: `${parent}/${name}`, detail }] : [];
    });
  }
}

function mappingFaults({ profileMapping }: JsonObject): InputFault[] {
  const faults = validateMapping({ ...PROFILE_MAPPING_DEFAULTS, ...(profileMapping as object | undefined) });
  return faults.map(({ pointer, detail }) => ({ pointer: `/profileMapping${pointer}`, detail }));
}

/** Takes the secrets out of the input, and completes what depends on the platform. */
function separate(input: JsonObject & TenantDocument, platform: BotPlatformDescription): CheckedTenant {
  const secrets = new Map<string, Secret>();
  const withoutSecrets = (side: string, names: readonly string[], settings: object = {}): JsonObject => {
    const own = settings as JsonObject;
    for (const name of names) {
      const value = valueAt(own, pathOf(name));
      if (typeof value === 'string') secrets.set(`${side}.${name}`, new Secret(value));
    }
    return names.reduce((rest, name) => without(rest, pathOf(name)), own);
  };
  const engage = withoutSecrets('engage', ENGAGE_SECRETS, input.engage) as EngageDocument;
  const document: TenantDocument = {
    slug: input.slug,
    name: input.name,
    enabled: input.enabled ?? true,
    default: input.default ?? false,
    engage: { ...engage, ...(engage.baseApiUrl && { baseApiUrl: normaliseBaseApiUrl(engage.baseApiUrl) }) },
    bot: withoutSecrets('bot', platform.secrets, input.bot) as TenantDocument['bot'],
    handover: { ...platform.handoverDefaults, ...input.handover },
    profileMapping: { ...platform.profileDefaults, ...input.profileMapping },
    retention: input.retention ?? {},
  };
  return { document, secrets, platform };
}
