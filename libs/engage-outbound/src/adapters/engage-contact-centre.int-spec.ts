import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngageThreadId } from '#kernel';
import { FakeFiles } from '../../../files/src/testing/fake-files.js';
import { contactCentreContract, FILES } from '../../../handover/src/testing/contact-centre.contract.js';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { EngageStub } from '../testing/engage-stub.js';
import { outboundParts } from '../testing/parts.js';

let stub: EngageStub;
beforeAll(async () => {
  stub = await EngageStub.start();
});
afterAll(() => stub.server.stop());

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const png = (bytes: number) => Buffer.concat([PNG], bytes);

contactCentreContract('EngageContactCentre', async () => ({
  contactCentre: outboundParts({
    files: new FakeFiles().put(FILES.small.url, png(1_000)).put(FILES.large.url, png(5_000_000)),
  }).contactCentre,
  engage: stub,
  tenant: stub.add(aTenant()),
  other: stub.add(aTenant()),
}));

describe('EngageContactCentre and the rate limit', () => {
  const { signal } = new AbortController();
  const [a, b] = ['a', 'b'] as EngageThreadId[];

  it('counts REST calls under the API host, sweeps in the background', async () => {
    const { contactCentre, governor } = outboundParts();
    const tenant = stub.add(aTenant());
    await contactCentre.interventions(tenant, [a!], signal);
    await contactCentre.interventions(tenant, [a!, b!], signal);
    const call = { domain: `127.0.0.1:${stub.server.port}`, tenantId: tenant.id };
    expect(governor.admitted).toEqual([
      { ...call, priority: 'agent-facing' },
      { ...call, priority: 'background' },
    ]);
  });

  it('does not call Engage once the budget is spent', async () => {
    const { contactCentre, governor } = outboundParts();
    const tenant = stub.add(aTenant());
    governor.refusal = new Error('spent');
    const before = stub.server.requests.length;
    await expect(contactCentre.readThread(tenant, a!, signal)).rejects.toBe(governor.refusal);
    expect(stub.server.requests).toHaveLength(before);
  });
});
