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
 * How profiles of a tenant are mapped.
 *
 * A path is dotted (`address.city`) and names every value with that spelling, a key that contains dots included; items
 * of lists have no path. Upper and lower case differ. Excluding a path excludes all below it, and overrides rules.
 */
export interface ProfileMapping {
  /** `to` is `user.<field>` or `context.<key>`. A rule for an object renames the beginning of the keys below it. */
  readonly rules: readonly MappingRule[];
  readonly exclude: readonly string[];
  /** What settings and preview do about values that map to the same key. A handover always continues, with suffixes. */
  readonly onCollision: 'reject' | 'suffix';
  /** Path of a flag: without it, nothing of a profile is sent. Absent: no flag is required. */
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

/**
 * A value that is stored under a name other than its path (`from` and `to` are names), or in another form (both are
 * values).
 */
export interface Changed {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly reason: ChangeReason;
}

/** Values that map to the same `key`: a context key or `user.<field>`. */
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

/** Limits of this service: those of Engage are unknown, and an agent reads this next to a message. */
export const LIMITS = {
  contextKeys: 200,
  keyLength: 100,
  /** Maximum for one name; a key is shorter anyway. */
  nameLength: 1000,
  valueLength: 1000,
  items: 100,
  depth: 20,
  pathLength: 256,
} as const;
