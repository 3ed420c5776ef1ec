import { createRequire } from 'node:module';
import type { Type } from '@nestjs/common';
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import { getMetadataStorage, IS_LENGTH } from 'class-validator';

interface TypeMetadata {
  readonly typeFunction: (options: { newObject: object; object: object; property: string }) => Type;
}
interface TransformMetadata {
  readonly transformFn: (given: {
    value: unknown;
    key: string;
    obj: unknown;
    type: number;
    options: object;
  }) => unknown;
}
/** What class-transformer's decorators have noted. It has no public way to read it; @nestjs/mapped-types reads it here too. */
interface Metadata {
  findTypeMetadata(target: Type, property: string): TypeMetadata | undefined;
  findTransformMetadatas(target: Type, property: string, type: number): TransformMetadata[];
}
const { defaultMetadataStorage: metadata } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
  defaultMetadataStorage: Metadata;
};

const PLAIN_TO_CLASS = 0;
const SCALARS = new Map<unknown, (value: unknown) => unknown>([
  [String, String],
  [Number, Number],
  [Boolean, Boolean],
]);
/** How the members of a class are transformed; of others, which the checks will find, nothing is looked up. */
type Rules = ReadonlyMap<string, Rule>;
interface Rule {
  readonly typed: TypeMetadata | undefined;
  readonly custom: TransformMetadata[];
  /** Checked by `Length`, whose message compares the `length` of whatever is given. */
  readonly measured: boolean;
}
/** Stands for an object where a text is expected: as wrong, but without members that break comparisons, as `length` can. */
const NO_TEXT = Object.freeze({});
const rulesOfClasses = new WeakMap<Type, Rules>();

/**
 * What class-transformer's `plainToInstance` makes of JSON by `@Type` and `@Transform`, in linear time: that one compares all
 * members of an object with each other, and copies values of which a class says nothing. Those are passed on as they are here.
 */
export function toInstance<Target>(target: Type<Target>, plain: unknown): Target | Target[] {
  return converted(target, plain) as Target | Target[];
}

function converted(target: Type, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => converted(target, item));
  if (value === null || value === undefined) return value;
  const scalar = SCALARS.get(target);
  if (isJsonObject(value)) return scalar ? value : instanceOf(target, value);
  return scalar ? scalar(value) : value;
}

function instanceOf(target: Type, plain: JsonObject): object {
  const rules = rulesOf(target);
  const instance = new target() as Record<string, unknown>;
  for (const [key, value] of Object.entries(plain)) {
    if (key === '__proto__' || typeof instance[key] === 'function') continue; // would change what the instance is
    const rule = rules.get(key);
    const given = rule ? transformed(rule, instance, key, plain) : value;
    instance[key] = rule?.measured && isJsonObject(given) ? NO_TEXT : given;
  }
  return instance;
}

function transformed({ typed, custom }: Rule, newObject: object, key: string, plain: JsonObject): unknown {
  const type = typed?.typeFunction({ newObject, object: plain, property: key });
  const value = type ? converted(type, scalarOf(plain[key])) : plain[key];
  const given = { key, obj: plain, type: PLAIN_TO_CLASS, options: {} };
  return custom.reduce<unknown>((before, { transformFn }) => transformFn({ value: before, ...given }), value);
}

/** Where a class is expected any number is wrong; only a plain one is named as such by all checks. */
function scalarOf(value: JsonValue | undefined): JsonValue | undefined {
  return value instanceof ExactNumber ? Number(value) : value;
}

function rulesOf(target: Type): Rules {
  const known = rulesOfClasses.get(target);
  if (known) return known;
  const checked = getMetadataStorage().getTargetValidationMetadatas(target, '', false, false);
  const rules = new Map(
    checked.map(({ propertyName: name }) => {
      const typed = metadata.findTypeMetadata(target, name);
      const measured = checked.some((check) => check.propertyName === name && check.name === IS_LENGTH && !check.each);
      return [name, { typed, custom: metadata.findTransformMetadatas(target, name, PLAIN_TO_CLASS), measured }];
    }),
  );
  rulesOfClasses.set(target, rules);
  return rules;
}
