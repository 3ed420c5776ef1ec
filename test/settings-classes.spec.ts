import { readFileSync } from 'node:fs';
import { getMetadataStorage } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { genericRegistration } from '#bot-platforms/generic';
import type { JsonObject, JsonValue } from '#kernel';
import { CreateTenantDto, nestedSettings, outboundUrlNames } from '#tenant-config';
import { inspectInput } from '#web';
import { BOT_PLATFORMS } from '../apps/connector/src/bot-platforms.js';

type SettingsClass = new () => object;

interface Rule {
  readonly property: string;
  readonly rule: string;
}

const platforms = BOT_PLATFORMS.map(({ description }) => description);
const roots: SettingsClass[] = [CreateTenantDto, ...platforms.map(({ settingsClass }) => settingsClass)];
const classes = [...new Set(roots.flatMap(withNested))].map((one) => [one.name, one] as const);

function withNested(type: SettingsClass): SettingsClass[] {
  return [type, ...nestedSettings(type).flatMap(withNested)];
}

function rulesOf(type: SettingsClass): Rule[] {
  return getMetadataStorage()
    .getTargetValidationMetadatas(type, '', false, false)
    .map(({ propertyName, type: kind, name }) => ({ property: propertyName, rule: name ?? kind }));
}

function propertiesWith(type: SettingsClass, ...rules: string[]): string[] {
  return rulesOf(type).flatMap(({ property, rule }) => (rules.includes(rule) ? [property] : []));
}

describe('settings classes', () => {
  it('are found with the nested ones, of this service and of each platform', () => {
    const names = classes.map(([name]) => name);
    for (const { settingsClass } of platforms) expect(names).toContain(settingsClass.name);
    const nested = [
      'ActionTemplatesDto',
      'AvailabilityDto',
      'ChatlayerTextsDto',
      'CognigyLegacyApi',
      'CreateTenantDto',
      'EngageSettingsDto',
      'HandoverSettingsDto',
      'IdentityDto',
      'OpeningHoursDto',
      'ProfileMappingDto',
      'RetentionDto',
      'TimerTextsDto',
      'WhenClosedDto',
    ];
    expect(names).toEqual(expect.arrayContaining(nested));
  });

  it.each(classes)('%s marks every URL as an outbound address', (_, type) => {
    const urls = rulesOf(type).filter(({ property, rule }) => rule === 'isUrl' || /ur[il]$/i.test(property));
    expect(outboundUrlNames(type)).toEqual(expect.arrayContaining(urls.map(({ property }) => property)));
  });

  it.each(classes)('%s requires randomness in every secret', (_, type) => {
    const named = rulesOf(type).map(({ property }) => property);
    const secrets = named.filter((name) => /(?:secret|token|password|key)$/i.test(name) && name !== 'nativeUrlToken'); // an address
    expect(propertiesWith(type, 'isSecret')).toEqual(expect.arrayContaining([...new Set(secrets)]));
  });

  it.each(classes)('%s declares nested settings so that their URLs are found', (_, type) => {
    const lists = ['rules', 'weekly', 'exceptions']; // of objects without URLs
    const objects = propertiesWith(type, 'nestedValidation').filter((name) => !lists.includes(name));
    expect(objects.length).toBe(nestedSettings(type).length);
  });

  it.each(classes)('the examples of %s satisfy its rules', (_, type) => {
    const { components } = JSON.parse(readFileSync('openapi.json', 'utf8')) as OpenApi;
    const properties = components.schemas[type.name]?.properties ?? {};
    const examples = Object.entries(properties).flatMap(([name, { example }]) =>
      example === undefined ? [] : [[name, example] as const],
    );
    const faults = inspectInput(type, Object.fromEntries(examples) as JsonObject);
    expect(faults.filter(({ pointer }) => examples.some(([name]) => pointer.startsWith(`/${name}`)))).toEqual([]);
  });
});

interface OpenApi {
  readonly components: {
    readonly schemas: Record<string, { readonly properties?: Record<string, { example?: unknown }> }>;
  };
}

describe('secrets', () => {
  it('are measured without their common prefix', () => {
    const callbackSecret = `whsec_${'A'.repeat(43)}=`;
    expect(inspectInput(genericRegistration.description.settingsClass, { callbackSecret })).toMatchObject([
      { pointer: '/callbackSecret', detail: expect.stringContaining('different characters') },
    ]);
  });

  const settable = platforms.flatMap(({ name, settingsClass, secrets }) =>
    secrets.map((secret) => [`${name}.${secret}`, settingsClass, secret.split('.')] as const),
  );
  const engage = ['apiAccessToken', 'realtimeAccessToken', 'webhookSecret', 'verifyToken'];
  const all = [...settable, ...engage.map((name) => [`engage.${name}`, CreateTenantDto, ['engage', name]] as const)];
  const inputOf = (path: readonly string[], value: JsonValue): JsonObject =>
    path.reduceRight<JsonValue>((inner, name) => ({ [name]: inner }), value) as JsonObject;

  it.each(all)('%s is neither one character nor a pattern', (_, type, path) => {
    const pointer = `/${path.join('/')}`;
    for (const weak of ['x', '1234567', 'a'.repeat(64), '0'.repeat(32)]) {
      const faults = inspectInput(type, inputOf(path, weak));
      expect([weak, faults.map((fault) => fault.pointer)]).toEqual([weak, expect.arrayContaining([pointer])]);
    }
  });
});
