import { describe, expect, it } from 'vitest';
import { previewProfile, ProfileCollision } from './preview-profile.js';

const profile = { open_orders: 1, 'open-orders': 2, open: { orders: 3 } };
const preview = (onCollision: 'reject' | 'suffix') =>
  previewProfile(profile, { rules: [], exclude: [], onCollision }, { userId: 'u' });

describe('previewProfile', () => {
  it('names the values that map to one key', () => {
    expect(() => preview('reject')).toThrow(ProfileCollision);
    expect(new ProfileCollision(preview('suffix').collisions)).toMatchObject({
      kind: 'invalid',
      code: 'profile-mapping.collision',
      errors: [{ pointer: '/profile', detail: '"open_orders", "open-orders", "open.orders" map to "open-orders".' }],
    });
  });

  it('shows the suffixes where the tenant wants them', () => {
    expect(preview('suffix').contextData).toEqual({
      'open-orders': '1',
      'open-orders-two': '2',
      'open-orders-three': '3',
    });
  });

  it('shows what becomes of names in other scripts, in the order of the profile', () => {
    const foreign = { имя_клиента: 'Вера', 客户等级: '金', адрес: { город: 'Киев' } };
    const { contextData, changed, dropped } = previewProfile(
      foreign,
      { rules: [], exclude: [], onCollision: 'reject' },
      { userId: 'u' },
    );
    expect(Object.entries(contextData)).toEqual([
      ['imya-klienta', 'Вера'],
      ['KeHuDengJi', '金'],
      ['adres-gorod', 'Киев'],
    ]);
    expect(changed).toEqual(
      [
        ['имя_клиента', 'imya-klienta'],
        ['客户等级', 'KeHuDengJi'],
        ['адрес.город', 'adres-gorod'],
      ].map(([path, to]) => ({ path, from: path, to, reason: 'context-key' })),
    );
    expect(dropped).toEqual([]);
  });

  it('names values of two scripts that map to the same key', () => {
    const mapping = { rules: [], exclude: [], onCollision: 'reject' as const };
    const meeting = { 客户: 1, 客戶: 2, KeHu: 3 };
    expect(() => previewProfile(meeting, mapping, { userId: 'u' })).toThrow(ProfileCollision);
    const { contextData } = previewProfile(meeting, { ...mapping, onCollision: 'suffix' }, { userId: 'u' });
    expect(contextData).toEqual({ KeHu: '1', 'KeHu-two': '2', 'KeHu-three': '3' });
  });

  it('accepts a profile without collisions', () => {
    const mapping = { rules: [], exclude: ['open', 'open-orders'], onCollision: 'reject' as const };
    expect(previewProfile(profile, mapping, { userId: 'u' }).contextData).toEqual({ 'open-orders': '1' });
  });
});
