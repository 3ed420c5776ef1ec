import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AppConfig } from '#config';
import { newId, Secret, type TenantId } from '#kernel';
import { SecretUnreadable } from '../../domain/tenant.errors.js';
import { SecretSealer } from './secret-sealer.js';

const sealer = (...ids: number[]): SecretSealer =>
  new SecretSealer({
    secretsKeys: ids.map((id) => ({ id: `k${id}`, key: createSecretKey(Buffer.alloc(32, id)) })),
  } as unknown as AppConfig);

describe('SecretSealer', () => {
  const tenant = newId<TenantId>();
  const secret = new Secret('grüße, token 1234');
  const sealed = sealer(1).seal(tenant, 'engage.webhookSecret', secret);

  it('opens what it sealed', () => {
    expect(sealer(1).open(tenant, 'engage.webhookSecret', sealed).reveal()).toBe(secret.reveal());
    expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
    expect(sealer(1).seal(tenant, 'engage.webhookSecret', secret)).not.toBe(sealed);
  });

  it('opens with any of its keys and seals with the first', () => {
    const rotated = sealer(2, 1);
    expect(rotated.open(tenant, 'engage.webhookSecret', sealed).reveal()).toBe(secret.reveal());
    expect(rotated.seal(tenant, 'x', secret)).toMatch(/^v1\.k2\./);
  });

  it('opens a text only if it is unchanged and in its own place', () => {
    const [version, keyId, iv, tag = '', text = ''] = sealed.split('.');
    const attempts: [TenantId, string, string][] = [
      [newId<TenantId>(), 'engage.webhookSecret', sealed],
      [tenant, 'engage.apiAccessToken', sealed],
      [tenant, 'engage.webhookSecret', [version, keyId, iv, tag, `A${text.slice(1)}B`].join('.')],
      [tenant, 'engage.webhookSecret', [version, keyId, iv, tag.slice(0, 6), text].join('.')],
      [tenant, 'engage.webhookSecret', ['v2', keyId, iv, tag, text].join('.')],
      [tenant, 'engage.webhookSecret', 'nonsense'],
    ];
    for (const [owner, name, envelope] of attempts)
      expect(() => sealer(1).open(owner, name, envelope)).toThrow(SecretUnreadable);
  });

  it('names the key that is missing', () => {
    expect(() => sealer(2).open(tenant, 'engage.webhookSecret', sealed)).toThrow(
      'The secret engage.webhookSecret cannot be opened: SECRETS_KEYS has no key with the id "k1".',
    );
  });
});
