import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type JsonObject, readJson } from '#kernel';
import { mapContext, mapProfile } from './map-profile.js';
import type { MappedProfile, MappingRule, ProfileMapping } from './profile-mapping.js';

const map = (profile: JsonObject, rules: MappingRule[] = [], exclude: string[] = []): MappedProfile =>
  mapProfile(profile, { rules, exclude, onCollision: 'reject' }, { userId: 'visitor-1' });

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));

it('maps a contact profile as an administrator expects', () => {
  const mapped = mapProfile(fixture('contact-profile') as JsonObject, fixture('mapping') as ProfileMapping, {
    userId: 'visitor-1',
  });
  expect(mapped).toEqual(fixture('mapped-profile'));
  expect(Object.keys(mapped.contextData)[0]).toBe('town');
});

describe('user fields', () => {
  it.each(['mobile_phone', 'mobilePhone', 'MOBILE-PHONE', 'mobilephone'])('finds %s', (key) => {
    expect(map({ [key]: 4915 }).user.mobile_phone).toBe('4915');
  });

  it('are looked for at the top level only', () => {
    expect(map({ partner: { email: 'p@example.org' } })).toMatchObject({
      user: { screenname: 'visitor-1' },
      contextData: { 'partner-email': 'p@example.org' },
    });
  });

  it.each([
    ['male', 'man'],
    ['M', 'man'],
    ['man', 'man'],
    [' Female', 'woman'],
    ['f', 'woman'],
    ['woman', 'woman'],
  ])('understand the gender %j', (word, gender) => {
    expect(map({ gender: word }).user.gender).toBe(gender);
  });

  it('leave another gender to the context', () => {
    const { user, contextData, changed } = map({ gender: 'diverse' });
    expect(user).not.toHaveProperty('gender');
    expect(contextData).toEqual({ gender: 'diverse' });
    expect(changed).toEqual([{ path: 'gender', from: 'user.gender', to: 'gender', reason: 'user-field-unfit' }]);
  });

  it('accept no objects, lists or very long values', () => {
    const { user, contextData } = map({
      email: { work: 'w@example.org' },
      home_phone: ['1'],
      avatar_url: 'x'.repeat(1001),
    });
    expect(user).toEqual({ screenname: 'visitor-1' });
    expect(contextData).toEqual({
      'email-work': 'w@example.org',
      'home-phone': ['1'],
      'avatar-url': `${'x'.repeat(999)}…`,
    });
  });

  it('prefer a rule to a key of the same name, which becomes context', () => {
    const { user, contextData, changed, collisions } = map(
      { email: 'old@example.org', contact: { mail: 'new@example.org' } },
      [{ from: 'contact.mail', to: 'user.email' }],
    );
    expect(user.email).toBe('new@example.org');
    expect(contextData).toEqual({ email: 'old@example.org' });
    expect(changed).toContainEqual({ path: 'email', from: 'user.email', to: 'email', reason: 'user-field-taken' });
    expect(collisions).toEqual([]);
  });

  it('keep the first of two keys with the same name, and report a collision', () => {
    const { user, contextData, collisions } = map({ first_name: 'Ada', firstName: 'Eva' });
    expect(user.firstname).toBe('Ada');
    expect(contextData).toEqual({ firstName: 'Eva' });
    expect(collisions).toEqual([{ key: 'user.firstname', paths: ['first_name', 'firstName'] }]);
  });
});

it('keeps the digits of numbers, in lists and objects too', () => {
  const digits = '9234567890123457';
  const { user, contextData } = map(
    readJson(`{"mobilePhone":${digits},"account":${digits},"all":[${digits}],"some":[{"n":${digits}}]}`) as JsonObject,
  );
  expect(user.mobile_phone).toBe(digits);
  expect(contextData).toEqual({ account: digits, all: [digits], some: `[{"n":${digits}}]` });
});

describe('screenname', () => {
  it.each<[JsonObject, string]>([
    [{ screenname: 'Ace', firstname: 'Ada', email: 'a@example.org' }, 'Ace'],
    [{ firstname: ' Ada ', lastname: 'Lovelace', email: 'a@example.org' }, 'Ada Lovelace'],
    [{ lastname: 'Lovelace' }, 'Lovelace'],
    [{ firstname: ' ', email: 'a@example.org' }, 'a@example.org'],
    [{}, 'visitor-1'],
  ])('of %j is %s', (profile, screenname) => {
    expect(map(profile).user.screenname).toBe(screenname);
  });

  it('shortens a long user id', () => {
    const mapping: ProfileMapping = { rules: [], exclude: [], onCollision: 'reject' };
    const { user } = mapProfile({}, mapping, { userId: `\0${'9'.repeat(255)}` });
    expect(user.screenname).toBe(`\uFFFD${'9'.repeat(18)}…`);
  });
});

describe('rules and exclusions', () => {
  it('rename values below an object, more specific rules first', () => {
    const profile = { address: { city: 'Bern', geo: { lat: 1 }, zip: 3000 } };
    const rules = [
      { from: 'address', to: 'context.home' },
      { from: 'address.zip', to: 'context.postcode' },
    ];
    expect(map(profile, rules).contextData).toEqual({ 'home-city': 'Bern', 'home-geo-lat': '1', postcode: '3000' });
  });

  it('keep the keys of their targets', () => {
    const { contextData, collisions } = map({ city: 'Rome', town: 'Bern' }, [{ from: 'town', to: 'context.city' }]);
    expect(contextData).toEqual({ city: 'Bern', 'city-two': 'Rome' });
    expect(collisions).toEqual([{ key: 'city', paths: ['town', 'city'] }]);
  });

  it('find a key that contains dots as well as a nested one', () => {
    expect(map({ 'a.b': 1, a: { b: 2, c: 3 } }, [], ['a.b'])).toMatchObject({
      contextData: { 'a-c': '3' },
      dropped: [
        { path: 'a.b', reason: 'excluded' },
        { path: 'a.b', reason: 'excluded' },
      ],
    });
  });

  it('exclude everything below a path, even with a rule', () => {
    const mapped = map({ secret: { a: 1, b: [2] } }, [{ from: 'secret.a', to: 'context.a' }], ['secret']);
    expect(mapped).toMatchObject({ contextData: {}, dropped: [{ path: 'secret', reason: 'excluded' }] });
  });

  it('keep a value whose name has no letter', () => {
    expect(map({ '!!!': 'Вера', '---': 1 }, [{ from: '!!!', to: 'user.firstname' }])).toMatchObject({
      user: { firstname: 'Вера' },
      dropped: [{ path: '---', reason: 'no-letters-in-key' }],
    });
  });

  it('do not carry a user field over to the values of an object', () => {
    const { contextData, changed } = map({ mail: { work: 'w' } }, [{ from: 'mail', to: 'user.email' }]);
    expect(contextData).toEqual({ 'mail-work': 'w' });
    expect(changed).toEqual([{ path: 'mail.work', from: 'mail.work', to: 'mail-work', reason: 'context-key' }]);
  });
});

describe('hostile profiles', () => {
  it('cannot reach a prototype', () => {
    const profile = JSON.parse('{"__proto__":{"polluted":1},"constructor":"c","toString":"t"}') as JsonObject;
    const { contextData } = map(profile);
    expect(contextData).toEqual({ 'proto-polluted': '1', constructor: 'c', toString: 't' });
    expect(Object.getPrototypeOf(contextData)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });

  it.each(['{"a":', '['])('can nest %s very deeply', (opening) => {
    const closing = opening === '[' ? ']' : '}';
    const nested = JSON.parse(`${opening.repeat(9_000)}1${closing.repeat(9_000)}`) as JsonObject;
    expect(map({ deep: nested }).dropped).toEqual([expect.objectContaining({ reason: 'too-deep' })]);
  });

  it('lose what PostgreSQL cannot hold, in keys, paths and values', () => {
    const mapped = map({ 'a\0\uD800_b': 'x\0\uDC00', list: [{ '\0': '\uD800' }], firstname: 'A\0' });
    expect(JSON.stringify(mapped)).not.toMatch(/\\u0000|\\ud800|\\udc00/i);
    expect(mapped.contextData['a-b']).toBe('x\uFFFD\uFFFD');
  });

  it('are cut to a size that can be read', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index]));
    const { contextData, dropped } = map(many);
    expect(Object.keys(contextData)).toHaveLength(200);
    expect(dropped.filter(({ reason }) => reason === 'too-many-keys')).toHaveLength(100);

    const list = map({ list: [...Array.from({ length: 101 }, () => ''), ...Array.from({ length: 101 }, () => 'x')] });
    expect(list.contextData.list).toHaveLength(100);
    expect(list.dropped.at(-1)).toEqual({ path: 'list.201', reason: 'too-many-items' });

    const text = map({ text: '😀'.repeat(600) });
    expect(text.contextData.text).toBe(`${'😀'.repeat(499)}…`);
    expect(text.changed).toEqual([{ path: 'text', from: '1200 characters', to: '999 characters', reason: 'cut' }]);
  });

  it('cannot multiply a very long name', () => {
    const below = Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => [`k${index}`, index]));
    expect(JSON.stringify(map({ ['x'.repeat(30_000)]: below })).length).toBeLessThan(3_000_000);
  });
});

it('maps context by the same rules, without user fields', () => {
  expect(
    mapContext({ email: 'a@example.org', page_url: 'https://example.org', intent2: 'refund', none: null }),
  ).toEqual({
    contextData: { email: 'a@example.org', 'page-url': 'https://example.org', 'intent-two': 'refund' },
    dropped: [{ path: 'none', reason: 'empty' }],
    changed: [
      { path: 'page_url', from: 'page_url', to: 'page-url', reason: 'context-key' },
      { path: 'intent2', from: 'intent2', to: 'intent-two', reason: 'context-key' },
    ],
    collisions: [],
  });
});
