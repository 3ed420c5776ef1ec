import { describe, expect, it } from 'vitest';
import type { Tenant } from '#tenant-config';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import type { TrafficMark } from '../domain/traffic-mark.js';
import { callTimesFinding, credentialsFinding, trafficChecks } from './traffic-checks.js';

const mark = (acceptedAgo?: number, refusedAgo?: number): TrafficMark => ({
  subject: 'webhooks',
  acceptedAgo,
  refusedAgo,
  reason: 'Another secret.',
});

describe('the credentials of calls', () => {
  it.each([
    ['there was no call', mark(), 'skipped'],
    ['the last was accepted', mark(10, 20), 'pass'],
    ['none was ever accepted', mark(undefined, 20), 'fail'],
    ['none was accepted for a long time', mark(3_600, 20), 'fail'],
    ['a stranger may be calling', mark(60, 20), 'warn'],
  ])('when %s', (_, given, status) => {
    expect(credentialsFinding('webhooks', given)).toMatchObject({ status });
  });
});

describe('the times of calls', () => {
  it.each([
    [undefined, { 'call-times': 'pass' }],
    [60, { 'call-times': 'warn' }],
    [25 * 3_600, { 'call-times': 'pass' }],
  ])('when a call with a wrong time came %s s ago', (refusedAgo, expected) => {
    const { status } = callTimesFinding({ subject: 'call-times', refusedAgo, reason: 'Old.' });
    expect({ 'call-times': status }).toEqual(expected);
  });
});

describe('the check whether Engage asks for capabilities', () => {
  const statusOf = async (acceptedAgo: number | undefined, tenant: Tenant = aTenant()) => {
    const [check] = trafficChecks(tenant, async () => [{ subject: 'capabilities', acceptedAgo }]);
    return (await check!.run(new AbortController().signal)).status;
  };

  it.each([
    [60, 'pass'],
    [3_600, 'warn'],
    [undefined, 'fail'],
  ])('when it did so %s s ago', async (ago, status) => {
    expect(await statusOf(ago)).toBe(status);
  });

  it('is skipped without a Channel SDK source', async () => {
    const tenant = aTenant({ engage: { sourceId: undefined, nativeSourceIds: ['n1'] } });
    expect(await statusOf(undefined, tenant)).toBe('skipped');
  });
});
