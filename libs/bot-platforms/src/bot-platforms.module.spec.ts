import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { BotPlatform, BotPlatforms } from '#handover';
import { maskKeysInPaths } from '#kernel';
import { BotSetups } from '#setup-guide';
import { BotPlatformCatalogue, checksOf, passed } from '#tenant-config';
import { aTenant } from '../../tenant-config/src/testing/a-tenant.js';
import { BotPlatformChecks } from './bot-platform-checks.js';
import type { BotPlatformRegistration } from './bot-platform-registration.js';
import { BotPlatformRegistry } from './bot-platform-registry.js';
import { registerBotPlatforms } from './bot-platforms.module.js';

function aRegistration(name: string): BotPlatformRegistration {
  const group = { [`${name}-answers`]: { title: 'It answers', looksAt: '', needs: [], hourly: true } };
  class Platform extends BotPlatform {
    override readonly name = name;
    override destination = () => `${name}.example`;
    override deliver = async () => undefined;
  }
  class Checks extends BotPlatformChecks {
    override of = () => checksOf(group, { [`${name}-answers`]: () => passed('It does.') });
  }
  @Module({ providers: [Platform, Checks], exports: [Platform, Checks] })
  class PlatformModule {}
  return {
    description: {
      name,
      settingsClass: Object,
      secrets: [],
      missing: () => [],
      webhookAddresses: [{ name: `${name}Url`, path: `/v1/${name}/hooks/`, description: 'For webhooks.' }],
    },
    tag: { name: `Bots: ${name}`, description: 'For tests.' },
    setup: { steps: () => [] },
    platform: Platform,
    checks: { group, credentials: `${name}-answers`, runner: Checks },
    module: PlatformModule,
  };
}

describe('registerBotPlatforms', () => {
  it('makes platforms and their descriptions known to all modules', async () => {
    const registrations = [aRegistration('one'), aRegistration('two')];
    const app = await Test.createTestingModule({ imports: [registerBotPlatforms(registrations)] }).compile();
    const platforms = app.get(BotPlatforms);
    const catalogue = app.get(BotPlatformCatalogue);
    expect(platforms.of(aTenant({ bot: { platform: 'two' } })).destination(aTenant(), {})).toBe('two.example');
    expect(catalogue.all().map(({ name }) => name)).toEqual(['one', 'two']);
    expect(catalogue.find('one')).toBe(registrations[0]?.description);
    expect(catalogue.find('three')).toBeUndefined();
    expect(app.get(BotPlatformRegistry).checksOf(aTenant({ bot: { platform: 'two' } }))).toMatchObject([
      { id: 'two-answers' },
    ]);
    expect(app.get(BotSetups).setupOf('two')).toBe(registrations[1]?.setup);
    expect(app.get(BotPlatformRegistry).credentialsCheckOf(aTenant({ bot: { platform: 'one' } }))).toEqual({
      id: 'one-answers',
      title: 'It answers',
    });
    expect(() => platforms.of(aTenant({ bot: { platform: 'three' } }))).toThrow('three');
  });

  it('hides the webhook keys in addresses of the platforms', () => {
    registerBotPlatforms([aRegistration('four')]);
    expect(maskKeysInPaths('/v1/four/hooks/k3y-of-acme')).toBe('/v1/four/hooks/[redacted]');
  });
});
