import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#kernel';
import { hasConsent } from './consent.js';
import { mapProfile } from './map-profile.js';

const MAPPING = { rules: [], exclude: [], onCollision: 'suffix' } as const;
const requiring = (requireConsent: string) => ({ ...MAPPING, requireConsent });

describe('hasConsent', () => {
  it.each<[string, JsonObject]>([
    ['consent', { consent: true }],
    ['consent', { consent: 'true' }],
    ['gdpr.accepted', { gdpr: { accepted: true } }],
    ['gdpr.accepted', { 'gdpr.accepted': true }],
  ])('finds it at %s of %j', (path, profile) => {
    expect(hasConsent(profile, requiring(path))).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ['consent', {}],
    ['consent', { consent: false }],
    ['consent', { consent: null }],
    ['consent', { consent: 'yes' }],
    ['consent', { consent: { given: true } }],
    ['consent', { Consent: true }],
    ['gdpr.accepted', { gdpr: { accepted: true }, 'gdpr.accepted': false }],
    ['__proto__.x', { gdpr: true }],
  ])('does not find it at %s of %j', (path, profile) => {
    expect(hasConsent(profile, requiring(path))).toBe(false);
  });

  it('is not needed unless the tenant requires it', () => {
    expect(hasConsent({ consent: false }, { requireConsent: undefined })).toBe(true);
  });
});

describe('mapProfile', () => {
  const profile = { firstname: 'Ada', email: 'ada@example.com', plan: 'gold', consent: false };

  it('maps nothing without the consent that the tenant requires, and reports it', () => {
    const mapped = mapProfile(profile, requiring('consent'), { userId: 'user-1' });
    expect(mapped).toEqual({
      ...mapProfile({}, MAPPING, { userId: 'user-1' }),
      dropped: ['firstname', 'email', 'plan', 'consent'].map((path) => ({ path, reason: 'no-consent' })),
    });
  });

  it('changes nothing if the consent is given', () => {
    const given = { ...profile, consent: true };
    expect(mapProfile(given, requiring('consent'), { userId: 'u' })).toEqual(
      mapProfile(given, MAPPING, { userId: 'u' }),
    );
  });
});
