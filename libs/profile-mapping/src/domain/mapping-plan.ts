import { toContextKey } from './context-key.js';
import { USER_FIELDS, type ProfileMapping, type UserField } from './profile-mapping.js';

/** Where a rule sends a value. */
export type Target = { readonly field: UserField } | { readonly key: string };

/** A mapping made ready for look-ups. */
export interface MappingPlan {
  readonly targets: ReadonlyMap<string, Target>;
  readonly excluded: ReadonlySet<string>;
  /** The user field with this name in any usual spelling: `firstName`, `first_name`, `FIRST-NAME`. */
  fieldNamed(name: string): UserField | undefined;
}

/** For data about the conversation: nothing in it describes the person. */
export const CONTEXT_ONLY: MappingPlan = { targets: new Map(), excluded: new Set(), fieldNamed: () => undefined };

/** Ignores rules that `validateMapping` would refuse; of two rules for one path, the first counts. */
export function planOf(mapping: ProfileMapping): MappingPlan {
  const targets = new Map<string, Target>();
  for (const { from, to } of mapping.rules) {
    const target = parseTarget(to);
    if (target && !targets.has(from)) targets.set(from, target);
  }
  return { targets, excluded: new Set(mapping.exclude), fieldNamed: (name) => FIELDS_BY_NAME.get(fold(name)) };
}

export function parseTarget(to: string): Target | undefined {
  const [, scope, name = ''] = /^(user|context)\.(.*)$/su.exec(to) ?? [];
  if (scope === 'user') {
    const field = USER_FIELDS.find((known) => known === name);
    return field && { field };
  }
  const key = toContextKey(name);
  return key ? { key } : undefined;
}

const fold = (name: string): string => name.replace(/[_-]/g, '').toLowerCase();
const FIELDS_BY_NAME = new Map(USER_FIELDS.map((field) => [fold(field), field]));
