import { describe, expect, it } from 'vitest';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { aMessageToEngage, contactCentreContract, FILES } from './contact-centre.contract.js';
import { FakeBusy, FakeContactCentre } from './fake-contact-centre.js';

contactCentreContract('FakeContactCentre', async () => {
  const contactCentre = new FakeContactCentre();
  contactCentre.refusedFiles.add(FILES.missing.url);
  return { contactCentre, engage: contactCentre, tenant: aTenant(), other: aTenant() };
});

describe('FakeContactCentre fails as instructed', () => {
  const signal = new AbortController().signal;

  it.each([
    { when: 'before' as const, arrived: 0 },
    { when: 'after' as const, arrived: 1 },
  ])('$when the call takes effect', async ({ when, arrived }) => {
    const [engage, tenant, message] = [new FakeContactCentre(), aTenant(), aMessageToEngage()];
    const failure = new FakeBusy('Not now.');
    engage.failNext('sendMessage', failure, { when });
    await expect(engage.sendMessage(tenant, message, signal)).rejects.toBe(failure);
    expect(engage.contents(tenant, message.threadForeignId)).toHaveLength(arrived);
    await engage.sendMessage(tenant, message, signal);
    expect(engage.contents(tenant, message.threadForeignId)).toHaveLength(1);
  });
});
