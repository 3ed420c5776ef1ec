import type { Type } from '@nestjs/common';
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import { type MemberRule, memberRules, PLAIN_TO_CLASS } from './member-rules.js';

const SCALARS = new Map<unknown, (value: unknown) => unknown>([
  [String, String],
  [Number, Number],
  [Boolean, Boolean],
]);
/**
 * Replaces an object where a text is expected: just as wrong, but without members such as `length` that break
 * comparisons.
 */
const NO_TEXT = Object.freeze({});
/** Replaces a list where an object is expected: just as wrong, but without elements, each of which would be checked. */
const NO_OBJECT: readonly never[] = Object.freeze([]);

/**
 * Does what class-transformer's `plainToInstance` does with JSON, `@Type` and `@Transform`, but in linear time: the
 * original compares all members of an object with each other, and copies values that the class does not describe. Here
 * those are passed on unchanged.
 *
 * Values that the checks will refuse are made small first: class-validator checks every element of a list before it
 * reports that there are too many (`ArrayMaxSize`), or that no list is expected. The errors of the removed elements
 * need not be listed.
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
  const rules = memberRules(target);
  const instance = new target() as Record<string, unknown>;
  for (const [key, value] of Object.entries(plain)) {
    if (key === '__proto__' || typeof instance[key] === 'function') continue; // would change what the instance is
    const rule = rules.get(key);
    instance[key] = rule ? checkable(rule, transformed(rule, instance, key, plain)) : value;
  }
  return instance;
}

function transformed(rule: MemberRule, newObject: object, key: string, plain: JsonObject): unknown {
  const type = rule.typed?.typeFunction({ newObject, object: plain, property: key });
  const given = checkable(rule, plain[key]) as JsonValue | undefined;
  const value = type ? converted(type, scalarOf(given)) : given;
  const about = { key, obj: plain, type: PLAIN_TO_CLASS, options: {} };
  return rule.custom.reduce<unknown>((before, { transformFn }) => transformFn({ value: before, ...about }), value);
}

/** The value, if it is cheap to check; else a replacement that is just as wrong, but cheap. */
function checkable({ measured, most, nested }: MemberRule, value: unknown): unknown {
  if (!Array.isArray(value)) return measured && isJsonObject(value) ? NO_TEXT : value;
  if (nested === 'one') return NO_OBJECT;
  const cut: unknown[] = value.length > most ? value.slice(0, most + 1) : value;
  return nested === 'each' && cut.some(Array.isArray)
    ? cut.map((item) => (Array.isArray(item) ? NO_OBJECT : item))
    : cut;
}

/** Where a class is expected, every number is wrong; only a plain number is reported correctly by all checks. */
function scalarOf(value: JsonValue | undefined): JsonValue | undefined {
  return value instanceof ExactNumber ? Number(value) : value;
}
