import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { type InputFault, isJsonObject, type JsonObject, readObject, Secret } from '#kernel';
import { validateMapping } from '#profile-mapping';
import { InvalidInput, inspectInput, OutboundAddressGuard } from '#web';
import { normaliseBaseApiUrl, sourceIdIn } from '../domain/engage/engage-address.js';
import { availabilityFaults } from '../domain/settings/availability-faults.js';
import type { AvailabilitySettings } from '../domain/settings/availability.js';
import { pathOf, valueAt, without } from '../domain/settings/nested-setting.js';
import { PROFILE_MAPPING_DEFAULTS } from '../domain/settings/settings-defaults.js';
import { ENGAGE_SECRETS, type EngageDocument, type TenantDocument } from '../domain/stored-tenant.js';
import { BotPlatformCatalogue, type BotPlatformDescription } from '../ports/bot-platform-catalogue.js';
import { outboundUrlsIn } from '../settings/http/settings-class.decorators.js';
import { CreateTenantDto } from './http/tenant.dto.js';

export interface CheckedTenant {
  readonly document: TenantDocument;
  /** Secrets in the input, by path. */
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly platform: BotPlatformDescription;
}

/** Checks a whole tenant: a new one, or the result of a change. */
@Injectable()
export class TenantChecker {
  constructor(
    private readonly platforms: BotPlatformCatalogue,
    private readonly addresses: OutboundAddressGuard,
  ) {}

  /**
   * @param stored the settings before the change: a field that has not changed is not checked again, so that a rule that
   *   became stricter blocks no other change
   * @throws InvalidInput with all faults, those already `found` included
   */
  check(input: JsonObject, found: readonly InputFault[] = [], stored: JsonObject = {}): CheckedTenant {
    const bot = readObject(input.bot);
    const platform = this.platforms.find(typeof bot.platform === 'string' ? bot.platform : '');
    const isNew = ({ pointer }: InputFault): boolean => !isSameAt(pointer, input, stored);
    const shape = [...inspectInput(CreateTenantDto, input), ...this.botFaults(bot, platform)].filter(isNew);
    const urls = this.urlFaults(input, bot, platform).filter(isNew);
    const faults = [...found, ...shape, ...urls, ...ruleFaults(input, shape)];
    if (platform?.check && faults.length === 0) faults.push(...platform.check(bot, input));
    if (faults.length > 0 || !platform) throw new InvalidInput(faults);
    return separate(input as JsonObject & TenantDocument, platform);
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

  /** Outbound URLs must lead to addresses that this service may call. */
  private urlFaults(input: JsonObject, bot: JsonObject, platform?: BotPlatformDescription): InputFault[] {
    const found = [
      ...outboundUrlsIn(CreateTenantDto, input),
      ...(platform ? outboundUrlsIn(platform.settingsClass, bot, '/bot') : []),
    ];
    return found.flatMap(({ pointer, url }) => {
      const detail = this.addresses.faultOf(pointer === '/engage/baseApiUrl' ? (normaliseBaseApiUrl(url) ?? url) : url);
      return detail ? [{ pointer, detail }] : [];
    });
  }
}

/** Whether the member of this pointer is set and was the same before. */
function isSameAt(pointer: string, input: JsonObject, stored: JsonObject): boolean {
  const path = pointer.slice(1).split('/');
  const value = valueAt(input, path);
  return value !== undefined && isDeepStrictEqual(value, valueAt(stored, path));
}

/** Rules about more than one field, for the parts whose shape is valid. */
function ruleFaults(input: JsonObject, shape: readonly InputFault[]): InputFault[] {
  const isSound = (part: string): boolean => !shape.some(({ pointer }) => pointer.startsWith(part));
  return [
    ...(isSound('/engage') ? engageFaults((input.engage ?? {}) as EngageDocument) : []),
    ...(isSound('/profileMapping') ? mappingFaults(input) : []),
    ...(isSound('/handover/availability') ? openingFaults(input) : []),
  ];
}

function engageFaults({ sourceId, realtimeEndpointUrl, nativeSourceIds }: EngageDocument): InputFault[] {
  const implied = realtimeEndpointUrl && sourceIdIn(realtimeEndpointUrl);
  const own = sourceId ?? implied;
  const contradicts = sourceId && realtimeEndpointUrl && implied !== sourceId;
  const containsOwn = own !== undefined && nativeSourceIds?.includes(own);
  return [
    ...(containsOwn ? [{ pointer: '/engage/nativeSourceIds', detail: 'must not contain the Channel SDK source' }] : []),
    ...(contradicts ? [{ pointer: '/engage/sourceId', detail: 'is not the source of realtimeEndpointUrl' }] : []),
  ];
}

function mappingFaults({ profileMapping }: JsonObject): InputFault[] {
  const faults = validateMapping({ ...PROFILE_MAPPING_DEFAULTS, ...(profileMapping as object | undefined) });
  return faults.map(({ pointer, detail }) => ({ pointer: `/profileMapping${pointer}`, detail }));
}

function openingFaults({ handover }: JsonObject): InputFault[] {
  const availability = isJsonObject(handover) ? handover.availability : undefined;
  if (!isJsonObject(availability)) return [];
  const faults = availabilityFaults(availability as unknown as AvailabilitySettings);
  return faults.map(({ pointer, detail }) => ({ pointer: `/handover/availability${pointer}`, detail }));
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
