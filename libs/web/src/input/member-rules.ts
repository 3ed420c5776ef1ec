import { createRequire } from 'node:module';
import type { Type } from '@nestjs/common';
import { ARRAY_MAX_SIZE, getMetadataStorage, IS_LENGTH, ValidationTypes } from 'class-validator';

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
/**
 * What class-transformer's decorators have stored. It has no public way to read it; @nestjs/mapped-types also reads it
 * here.
 */
interface Metadata {
  findTypeMetadata(target: Type, property: string): TypeMetadata | undefined;
  findTransformMetadatas(target: Type, property: string, type: number): TransformMetadata[];
}
const { defaultMetadataStorage: metadata } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
  defaultMetadataStorage: Metadata;
};

export const PLAIN_TO_CLASS = 0;

/** What the decorators of a DTO class say about one member, as far as it matters before the checks. */
export interface MemberRule {
  readonly typed: TypeMetadata | undefined;
  readonly custom: readonly TransformMetadata[];
  /** Checked by `Length`, whose message compares the `length` of whatever is given. */
  readonly measured: boolean;
  /** Elements of a list: `ArrayMaxSize`. Infinity: no limit. */
  readonly most: number;
  /** Checked by a class of its own (`ValidateNested`): one object, or each element of a list. */
  readonly nested: 'one' | 'each' | undefined;
}

/** By name. Members without decorators have none; the checks report them. */
export type MemberRules = ReadonlyMap<string, MemberRule>;
const rulesOfClasses = new WeakMap<Type, MemberRules>();

export function memberRules(target: Type): MemberRules {
  const known = rulesOfClasses.get(target);
  if (known) return known;
  const checked = Map.groupBy(
    getMetadataStorage().getTargetValidationMetadatas(target, '', false, false),
    ({ propertyName }) => propertyName,
  );
  const rules = new Map([...checked].map(([name, checks]) => [name, ruleOf(target, name, checks)]));
  rulesOfClasses.set(target, rules);
  return rules;
}

type Check = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

function ruleOf(target: Type, name: string, checks: readonly Check[]): MemberRule {
  const nested = checks.find(({ type }) => type === ValidationTypes.NESTED_VALIDATION);
  const longest = checks.find((check) => check.name === ARRAY_MAX_SIZE);
  return {
    typed: metadata.findTypeMetadata(target, name),
    custom: metadata.findTransformMetadatas(target, name, PLAIN_TO_CLASS),
    measured: checks.some((check) => check.name === IS_LENGTH && !check.each),
    most: longest ? Number(longest.constraints[0]) : Infinity,
    nested: nested && (nested.each ? 'each' : 'one'),
  };
}
