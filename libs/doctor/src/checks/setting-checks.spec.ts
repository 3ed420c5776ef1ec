import { describe, expect, it } from 'vitest';
import { Secret } from '#kernel';
import type { Tenant, TenantView } from '#tenant-config';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { CheckRun } from '../application/check-run.js';
import { settingChecks, sourceFaultsCheck } from './setting-checks.js';

const tenant: Tenant = aTenant();
const complete = { readiness: { complete: true, missing: [], sourceFaults: [] } } as unknown as TenantView;

async function statuses(changed: Tenant, view = complete): Promise<Record<string, string>> {
  const results = await new CheckRun(settingChecks(changed, view), AbortSignal.timeout(20_000)).run();
  return Object.fromEntries(results.filter(({ status }) => status !== 'pass').map(({ id, status }) => [id, status]));
}

const withEngage = (engage: Partial<Tenant['engage']>): Tenant => ({
  ...tenant,
  engage: { ...tenant.engage, ...engage },
});
const healthy = withEngage({
  verifyToken: 'f2c7a1d09b3e58467a',
  webhookSecret: new Secret('kJ8sLq2vXw0Zr5Tn7Yb3'),
  baseApiUrl: 'https://acme.api.engagement.dimelo.com',
  realtimeEndpointUrl: 'https://acme.engagement.dimelo.com/realtime/sdk/8da592bc6fcf8bae41b2',
});

describe('the checks of settings', () => {
  it('pass for correct settings', async () => {
    expect(await statuses(healthy)).toEqual({});
  });

  it.each<[string, Tenant, Record<string, string>, TenantView?]>([
    [
      'a missing setting',
      healthy,
      { 'settings-complete': 'fail' },
      { readiness: { complete: false, missing: ['engage.sourceId'], sourceFaults: [] } } as unknown as TenantView,
    ],
    ['a disabled tenant', { ...healthy, enabled: false }, { 'tenant-enabled': 'fail' }],
    ['a pause', { ...healthy, handover: { ...healthy.handover, enabled: false } }, { 'tenant-enabled': 'warn' }],
    [
      'the default verification token',
      { ...healthy, engage: { ...healthy.engage, verifyToken: 'cognigy123' } },
      { 'verify-token': 'warn' },
    ],
    [
      'a short verification token',
      { ...healthy, engage: { ...healthy.engage, verifyToken: 'abcdefgh' } },
      { 'verify-token': 'warn' },
    ],
    [
      'a weak secret',
      { ...healthy, engage: { ...healthy.engage, webhookSecret: new Secret('hunter2hunter2') } },
      { 'secrets-strength': 'warn' },
    ],
    [
      'the realtime URL of another domain',
      {
        ...healthy,
        engage: { ...healthy.engage, realtimeEndpointUrl: 'https://other.engagement.dimelo.com/realtime/sdk/1' },
      },
      { 'engage-address': 'fail' },
    ],
    [
      'the same category twice',
      { ...healthy, engage: { ...healthy.engage, agentCategoryId: healthy.engage.botCategoryId } },
      { 'categories-differ': 'fail' },
    ],
  ])('find %s', async (_, broken, expected, view) => {
    expect(await statuses(broken, view)).toEqual(expected);
  });
});

it('a refusal of Engage in ordinary traffic is a failure, until it is cleared', async () => {
  const fault = { sourceId: 's1', message: 'The source is switched off.', since: new Date('2026-03-02T09:00:00Z') };
  const statusOf = async (sourceFaults: (typeof fault)[]) =>
    sourceFaultsCheck({ readiness: { complete: true, missing: [], sourceFaults } } as unknown as TenantView).run(
      new AbortController().signal,
    );
  expect(await statusOf([])).toMatchObject({ status: 'pass' });
  expect(await statusOf([fault])).toMatchObject({ status: 'fail', detail: fault.message });
});
