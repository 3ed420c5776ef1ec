import type { Type } from '@nestjs/common';
import { ApiProperty, OmitType } from '@nestjs/swagger';

/**
 * The metadata key under which @nestjs/swagger lists the names of a class's properties, each after a colon. It has no
 * public function for it.
 */
const NAMES = 'swagger/apiModelPropertiesArray';

type ReadonlyLists<Value> = Value extends (infer Item)[] ? readonly Item[] : Value;

/** Settings in an answer: lists are read-only, and only members without a default may be absent. */
export type Answer<Settings, Optional extends keyof Settings> = {
  readonly [Name in Exclude<keyof Settings, Optional>]-?: ReadonlyLists<Exclude<Settings[Name], undefined>>;
} & { readonly [Name in Optional]?: ReadonlyLists<Settings[Name]> | undefined };

/**
 * The class of an answer that repeats a request's settings with their defaults: the same properties and descriptions,
 * all required except the named ones. The descriptions exist only in a build.
 */
export function AnswerType<Settings extends object, Optional extends keyof Settings = never>(
  settings: Type<Settings>,
  optional: readonly Optional[] = [],
): Type<Answer<Settings, Optional>> {
  const answer = OmitType(settings, [] as const);
  const names = (Reflect.getMetadata(NAMES, answer.prototype as object) ?? []) as readonly string[];
  for (const name of names.map((prefixed) => prefixed.slice(1)))
    if (!optional.includes(name as Optional)) ApiProperty({ required: true })(answer.prototype as object, name);
  return answer as unknown as Type<Answer<Settings, Optional>>;
}
