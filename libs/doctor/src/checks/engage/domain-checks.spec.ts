import { expect, it } from 'vitest';
import { DestinationOutage } from '#delivery';
import { EngageUnavailable, EngageUnreadable } from '#engage-outbound';
import { FakeClock } from '#testing';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import type { EngageFacts } from '../../application/engage-facts.js';
import { domainChecks } from './domain-checks.js';

it.each([
  ['a fault of Engage', new EngageUnavailable('acme answered HTTP 500.'), 'Engage has a fault'],
  ['something else that answers', new EngageUnreadable('acme answered something that is not JSON.'), 'baseApiUrl'],
  ['an address that does not answer', new DestinationOutage('acme cannot be reached.'), 'baseApiUrl'],
])('tells %s from other causes', async (_, error, fix) => {
  const facts = { tenant: aTenant(), domain: () => Promise.reject(error) } as unknown as EngageFacts;
  const checks = domainChecks(facts, new FakeClock(), () => Promise.reject(new Error('It is not asked.')));
  const reachable = checks.find(({ id }) => id === 'engage-reachable');
  expect(await reachable?.run(new AbortController().signal)).toMatchObject({
    status: 'fail',
    detail: error.message,
    fix: expect.stringContaining(fix),
  });
});
