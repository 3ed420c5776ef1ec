import type { InputFault } from '#kernel';

/** The fields of an Engage user that a profile may fill; everything else becomes `context_data`. */
export const USER_FIELDS = [
  'firstname',
  'lastname',
  'screenname',
  'avatar_url',
  'email',
  'home_phone',
  'mobile_phone',
  'gender',
] as const;
export type UserField = (typeof USER_FIELDS)[number];

/** What Engage receives about the person. It requires `screenname`, and knows two values of `gender`. */
export type EngageUserFields = { screenname: string; gender?: 'man' | 'woman' } & {
  [field in Exclude<UserField, 'screenname' | 'gender'>]?: string;
};

/** Engage allows a text or a list of texts under a key of letters and hyphens. */
export type ContextData = Record<string, string | string[]>;

/**
 * How a tenant wants profiles read.
 *
 * A path is dotted (`address.city`) and names every value with that spelling, a key that itself holds dots included;
 * items of lists have no path. Upper and lower case differ. Excluding a path excludes all below it, and wins over rules.
 */
export interface ProfileMapping {
  /** `to` is `user.<field>` or `context.<key>`. A rule for an object renames the beginning of the keys below it. */
  readonly rules: readonly MappingRule[];
  readonly exclude: readonly string[];
  /** What settings and preview do about values that map to the same key. A handover always goes on, with suffixes. */
  readonly onCollision: 'reject' | 'suffix';
  /** Path of the flag without which nothing of a profile is sent. Left out: none is required. */
  readonly requireConsent?: string | undefined;
}

export interface MappingRule {
  readonly from: string;
  readonly to: string;
}

export type DropReason =
  'excluded' | 'empty' | 'no-consent' | 'no-letters-in-key' | 'too-deep' | 'too-many-items' | 'too-many-keys';

/** What was left out, and why; `tags.2` is the third item of a list. */
export interface Dropped {
  readonly path: string;
  readonly reason: DropReason;
}

export type ChangeReason =
  'rule' | 'user-field' | 'context-key' | 'collision' | 'user-field-taken' | 'user-field-unfit' | 'gender' | 'cut';

/** A value that stands elsewhere than under its own path (`from`, `to` are names), or reads otherwise (they are values). */
export interface Changed {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly reason: ChangeReason;
}

/** Values that met; `key` is a context key or `user.<field>`. */
export interface Collision {
  readonly key: string;
  readonly paths: string[];
}

/** Every value of the source is in `contextData` (under its path unless `changed` says where) or in `dropped`. */
export interface MappedContext {
  readonly contextData: ContextData;
  readonly dropped: readonly Dropped[];
  readonly changed: readonly Changed[];
  readonly collisions: readonly Collision[];
}

/** As `MappedContext`; values may also be in `user`. */
export interface MappedProfile extends MappedContext {
  readonly user: EngageUserFields;
}

/** Something wrong in a mapping; the JSON pointer is relative to the mapping. */
export type MappingFault = InputFault;

/** Ours, not Engage's: its own limits are unknown, and an agent reads this next to a message. */
export const LIMITS = {
  contextKeys: 200,
  keyLength: 100,
  /** Of one name; what comes after it would be cut off from the key anyway. */
  nameLength: 1000,
  valueLength: 1000,
  items: 100,
  depth: 20,
  pathLength: 256,
} as const;
