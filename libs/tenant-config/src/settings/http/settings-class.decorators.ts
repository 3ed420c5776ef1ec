import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsObject, IsUrl, MaxLength, ValidateNested } from 'class-validator';
import { isJsonObject } from '#kernel';
import { jsonPointer } from '#web';

type SettingsClass = (new () => object) & { readonly prototype: object };

const URLS = Symbol('names of outbound URLs');
const NESTED = Symbol('classes of nested settings, by name');

/** A member that is itself an object of settings. Without this decorator, the URLs in it are not found. */
export function IsSettings(type: () => SettingsClass): PropertyDecorator {
  const remember: PropertyDecorator = (target, name) =>
    Reflect.defineMetadata(NESTED, { ...nestedIn(target), [name]: type }, target);
  return applyDecorators(IsObject(), ValidateNested(), Type(type), remember);
}

/** An address that this service calls or sends to others: its target is checked when it is saved. */
export function IsOutboundUrl(): PropertyDecorator {
  return applyDecorators(
    IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true }),
    MaxLength(2048),
    LeadsOutside(),
  );
}

/** Marks an address as `IsOutboundUrl` does, but does not check its form: for addresses that another decorator checks. */
export function LeadsOutside(): PropertyDecorator {
  return (target, name) => Reflect.defineMetadata(URLS, [...urlsOf(target), String(name)], target);
}

/** The classes of the settings' members that are settings themselves. */
export function nestedSettings(type: SettingsClass): SettingsClass[] {
  return Object.values(nestedIn(type.prototype)).map((inner) => inner());
}

/** Names of all outbound URLs that the settings may contain, at any depth: `legacyApi.baseUrl`. */
export function outboundUrlNames(type: SettingsClass): string[] {
  const nested = Object.entries(nestedIn(type.prototype)).flatMap(([name, inner]) =>
    outboundUrlNames(inner()).map((url) => `${name}.${url}`),
  );
  return [...urlsOf(type.prototype), ...nested];
}

/** The outbound URLs in these settings, with their JSON pointers. */
export function outboundUrlsIn(
  type: SettingsClass,
  settings: unknown,
  parent = '',
): { pointer: string; url: string }[] {
  return outboundUrlNames(type).flatMap((name) => {
    const path = name.split('.');
    const url = path.reduce<unknown>((value, member) => (isJsonObject(value) ? value[member] : undefined), settings);
    return typeof url === 'string' ? [{ pointer: jsonPointer(parent, ...path), url }] : [];
  });
}

function urlsOf(target: object): string[] {
  return (Reflect.getMetadata(URLS, target) ?? []) as string[];
}

function nestedIn(target: object): Record<string, () => SettingsClass> {
  return (Reflect.getMetadata(NESTED, target) ?? {}) as Record<string, () => SettingsClass>;
}
