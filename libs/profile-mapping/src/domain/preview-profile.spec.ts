import { describe, expect, it } from 'vitest';
import { previewProfile, ProfileCollision } from './preview-profile.js';

const profile = { open_orders: 1, 'open-orders': 2, open: { orders: 3 } };
const preview = (onCollision: 'reject' | 'suffix') =>
  previewProfile(profile, { rules: [], exclude: [], onCollision }, { userId: 'u' });

describe('previewProfile', () => {
  it('names the values that meet', () => {
    expect(() => preview('reject')).toThrow(ProfileCollision);
    expect(new ProfileCollision(preview('suffix').collisions)).toMatchObject({
      kind: 'invalid',
      code: 'profile-mapping.collision',
      errors: [{ pointer: '/profile', detail: '"open_orders", "open-orders", "open.orders" meet in "open-orders".' }],
    });
  });

  it('shows the suffixes where the tenant wants them', () => {
    expect(preview('suffix').contextData).toEqual({
      'open-orders': '1',
      'open-orders-two': '2',
      'open-orders-three': '3',
    });
  });

  it('lets a profile without collisions pass', () => {
    const mapping = { rules: [], exclude: ['open', 'open-orders'], onCollision: 'reject' as const };
    expect(previewProfile(profile, mapping, { userId: 'u' }).contextData).toEqual({ 'open-orders': '1' });
  });
});
