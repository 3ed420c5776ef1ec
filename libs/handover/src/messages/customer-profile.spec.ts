import { beforeEach, describe, expect, it } from 'vitest';
import type { ForeignId, TenantId, UserId } from '#kernel';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { type Identity, IdentityStore } from '../ports/identity-store.js';
import { CustomerProfile } from './customer-profile.js';

const USER = 'customer-1' as UserId;
const NOW = new Date('2026-03-02T09:00:00.000Z');
const PROFILE = { firstname: 'Ada', email: 'ada@example.com', plan: 'gold' };

class OneIdentity extends IdentityStore {
  held: Identity | undefined;

  async getOrCreate(_: TenantId, __: UserId, screenname: string): Promise<Identity> {
    return this.held ?? this.save(_, __, { userFields: { screenname }, contextData: {} });
  }

  async save(_: TenantId, __: UserId, profile: Pick<Identity, 'userFields' | 'contextData'>): Promise<Identity> {
    return (this.held = { foreignId: 'f' as ForeignId, createdAt: NOW, updatedAt: NOW, ...profile });
  }
}

describe('a tenant that requires consent', () => {
  const tenant = aTenant({
    profileMapping: { rules: [], exclude: [], onCollision: 'reject', requireConsent: 'consent' },
  });
  let identities: OneIdentity;
  const learn = (profile: Record<string, string | boolean>) =>
    new CustomerProfile(identities).learn(tenant, USER, profile);
  beforeEach(() => (identities = new OneIdentity()));

  it('sends a profile with it', async () => {
    expect(await learn({ ...PROFILE, consent: true })).toMatchObject({ dropped: [] });
    expect(identities.held).toMatchObject({ userFields: { firstname: 'Ada' }, contextData: { plan: 'gold' } });
  });

  it('sends nothing of a profile without it, and says why', async () => {
    const noted = await learn(PROFILE);
    const reason = 'no-consent';
    expect(noted).toEqual({ dropped: Object.keys(PROFILE).map((path) => ({ path, reason })), changed: [] });
    expect(JSON.stringify(identities.held)).not.toMatch(/Ada|ada@|gold/);
  });

  it('deletes what was known once the consent is withdrawn', async () => {
    await learn({ ...PROFILE, consent: true });
    await learn({ consent: false });
    expect(JSON.stringify(identities.held)).not.toMatch(/Ada|ada@|gold/);
    expect(Object.keys(identities.held?.userFields ?? {})).toEqual(['screenname']);
  });
});
