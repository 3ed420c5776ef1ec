import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanText, isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import { mapContext, mapProfile } from './map-profile.js';
import type { MappedProfile, ProfileMapping } from './profile-mapping.js';

/** A few names that often collide, and any others. */
const name = fc.oneof(
  fc.constantFrom(
    'a',
    'a_b',
    'a-b',
    'b',
    'a2',
    'a-two',
    'email',
    'E_Mail',
    'firstName',
    'gender',
    '__proto__',
    'x.y',
    'é',
    'имя',
    'имя_клиента',
    '客户等级',
    'が',
    'か\u3099',
    'اسم',
    'ع',
    'ชื่อ',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const scalar: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom('', ' ', 'f', 'ada@example.org'),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.boolean(),
);
const { object } = fc.letrec<{ object: JsonObject; value: JsonValue }>((tie) => ({
  object: fc.dictionary(name, tie('value'), { maxKeys: 8, noNullPrototype: true }),
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.constant(null),
    fc.array(scalar, { maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
}));
const path = fc.oneof(
  name,
  fc.tuple(name, name).map((names) => names.join('.')),
);
const target = fc.oneof(
  fc.constantFrom('user.email', 'user.gender', 'user.screenname', 'context.a', 'context.a-b', 'user.none', ''),
  name.map((key) => `context.${key}`),
);
const mapping: fc.Arbitrary<ProfileMapping> = fc.record({
  rules: fc.array(fc.record({ from: path, to: target }), { maxLength: 4 }),
  exclude: fc.array(path, { maxLength: 2 }),
  onCollision: fc.constantFrom('reject', 'suffix'),
});

const map = (profile: JsonObject, rules: ProfileMapping): MappedProfile =>
  mapProfile(profile, rules, { userId: 'u-1' });
const check = (holds: (profile: JsonObject, rules: ProfileMapping) => void): void =>
  fc.assert(fc.property(object, mapping, holds), { numRuns: 500, seed: 20261121 });

/** The paths of all values, without items of lists. */
function pathsOf(source: JsonObject, above?: string): string[] {
  return Object.entries(source).flatMap(([key, value]) => {
    const here = cleanText(above === undefined ? key : `${above}.${key}`);
    return isJsonObject(value) && Object.keys(value).length > 0 ? pathsOf(value, here) : [here];
  });
}

/** The same profile with another text at every place that holds a value. */
function tag(profile: JsonObject): { tagged: JsonObject; tags: string[] } {
  const tags: string[] = [];
  const copy = (value: JsonValue): JsonValue => {
    if (isJsonObject(value) && Object.keys(value).length > 0) return copyAll(value);
    const next = `<${tags.length}>`;
    tags.push(next);
    return Array.isArray(value) ? [{ next }] : next;
  };
  const copyAll = (source: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(source).map(([key, value]) => [key, copy(value)]));
  return { tagged: copyAll(profile), tags };
}

it('writes only keys and values that Engage accepts', () => {
  check((profile, rules) => {
    const { user, contextData } = map(profile, rules);
    for (const [key, value] of Object.entries(contextData)) {
      expect(key).toMatch(/^[A-Za-z]+(-[A-Za-z]+)*$/);
      for (const text of [value].flat()) expect(text.trim()).not.toBe('');
    }
    for (const text of Object.values(user)) expect(text).toBeTypeOf('string');
    expect(user.screenname).not.toBe('');
    expect(['man', 'woman', undefined]).toContain(user.gender);
  });
});

it('loses no value silently', () => {
  check((profile, rules) => {
    const { user, contextData, dropped, changed } = map(profile, rules);
    const places = [...Object.keys(contextData), ...Object.keys(user).map((field) => `user.${field}`)];
    const moved = new Map(changed.filter(({ to }) => places.includes(to)).map((change) => [change.path, change.to]));
    for (const one of pathsOf(profile)) {
      const isDropped = dropped.some((drop) => one === drop.path || one.startsWith(`${drop.path}.`));
      expect(isDropped || moved.has(one) || places.includes(one) || places.includes(`user.${one}`), one).toBe(true);
    }
  });
});

it('keeps every value whose name has a letter of any script', () => {
  check((profile, rules) => {
    const { dropped } = map(profile, rules);
    for (const { path: lost } of dropped.filter(({ reason }) => reason === 'no-letters-in-key'))
      expect(lost).not.toMatch(/\p{L}/u);
  });
});

it('overwrites nothing', () => {
  check((profile, rules) => {
    const { tagged, tags } = tag(profile);
    const { user, contextData, dropped } = map(tagged, { ...rules, exclude: [] });
    const seen = [...Object.values(user), ...Object.values(contextData)].join(' ');
    expect(tags.filter((one) => !seen.includes(one))).toHaveLength(dropped.length);
  });
});

it('returns the same result each time and does not change its input', () => {
  check((profile, rules) => {
    const before = structuredClone([profile, rules]);
    expect(map(profile, rules)).toEqual(map(profile, rules));
    expect([profile, rules]).toEqual(before);
  });
});

it('leaves valid context unchanged', () => {
  check((profile, rules) => {
    const { contextData } = map(profile, rules);
    expect(mapContext(contextData)).toEqual({ contextData, dropped: [], changed: [], collisions: [] });
  });
});
