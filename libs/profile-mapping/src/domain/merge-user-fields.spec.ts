import { describe, expect, it } from 'vitest';
import { mapProfile } from './map-profile.js';
import { mergeUserFields } from './merge-user-fields.js';

const MAPPING = { rules: [], exclude: [], onCollision: 'suffix' } as const;
const merged = (...profiles: Record<string, string>[]): Record<string, string> =>
  profiles.reduce<Record<string, string>>(
    (known, profile) => mergeUserFields(known, mapProfile(profile, MAPPING, { userId: 'u1' }).user, 'u1'),
    {},
  );

describe('mergeUserFields', () => {
  it('removes nothing, and replaces older values by newer ones', () => {
    expect(merged({ firstname: 'Ada', lastname: 'L', email: 'a@x.example' }, { email: 'b@x.example' })).toEqual({
      firstname: 'Ada',
      lastname: 'L',
      email: 'b@x.example',
      screenname: 'Ada L',
    });
    expect(merged({ firstname: 'Ada' }, {})).toEqual({ firstname: 'Ada', screenname: 'Ada' });
  });

  it('keeps a chosen screen name until another is chosen, otherwise makes one from all known fields', () => {
    expect(merged({ screenname: 'ada99' }, { firstname: 'Ada' }).screenname).toBe('ada99');
    expect(merged({ screenname: 'ada99' }, { screenname: 'countess' }).screenname).toBe('countess');
    expect(merged({}, { firstname: 'Ada' }, { lastname: 'Lovelace' }).screenname).toBe('Ada Lovelace');
  });
});
