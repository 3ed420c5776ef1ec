import { describe, expect, it } from 'vitest';
import type { MappingRule } from './profile-mapping.js';
import { validateMapping } from './validate-mapping.js';

const pointers = (
  rules: MappingRule[],
  exclude: string[] = [],
  onCollision: 'reject' | 'suffix' = 'reject',
): string[] => validateMapping({ rules, exclude, onCollision }).map(({ pointer }) => pointer);

describe('validateMapping', () => {
  it('accepts rules with different targets', () => {
    const rules = [
      { from: 'mail', to: 'user.email' },
      { from: 'address.city', to: 'context.city' },
      { from: 'email', to: 'context.email' },
    ];
    expect(pointers(rules, ['internal'])).toEqual([]);
  });

  it.each([
    'email',
    'user.mail',
    'user.',
    'user.constructor',
    'context.',
    'context.123_',
    'context.имя',
    'other.x',
    '',
  ])('refuses the target %j', (to) => {
    expect(pointers([{ from: 'a', to }])).toEqual(['/rules/0/to']);
  });

  it('says how to write a key that Engage would refuse', () => {
    const rules = [{ from: 'a', to: 'context.address_2' }];
    expect(validateMapping({ rules, exclude: [], onCollision: 'suffix' })).toEqual([
      { pointer: '/rules/0/to', detail: expect.stringContaining('"context.address-two"') },
    ]);
  });

  it.each(['user.email', 'context.mail'])('refuses two rules for %s, unless suffixes are wanted', (to) => {
    const rules = [
      { from: 'a', to },
      { from: 'b', to },
    ];
    expect(pointers(rules)).toEqual(['/rules/1/to']);
    expect(pointers(rules, [], 'suffix')).toEqual([]);
  });

  it('refuses two rules for one path', () => {
    const rules = [
      { from: 'a', to: 'context.a' },
      { from: 'a', to: 'context.b' },
    ];
    expect(pointers(rules, [], 'suffix')).toEqual(['/rules/1/from']);
  });

  it('refuses paths that are blank or too long', () => {
    expect(pointers([{ from: ' ', to: 'context.a' }], ['', 'x'.repeat(257)])).toEqual([
      '/rules/0/from',
      '/exclude/0',
      '/exclude/1',
    ]);
  });

  it('lists all faults at once', () => {
    expect(pointers([{ from: '', to: 'nowhere' }], [''])).toEqual(['/rules/0/from', '/rules/0/to', '/exclude/0']);
  });
});
