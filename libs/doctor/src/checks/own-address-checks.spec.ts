import { describe, expect, it } from 'vitest';
import type { Tenant } from '#tenant-config';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { OwnAddressUnreachable } from '../domain/own-address-unreachable.error.js';
import { type OwnAnswer, OwnAddress } from '../ports/own-address.js';
import { reachability, verification } from './own-address-checks.js';

class FakeAddress extends OwnAddress {
  constructor(private readonly answer: (query: URLSearchParams) => OwnAnswer) {
    super();
  }

  async get(url: string): Promise<OwnAnswer> {
    return this.answer(new URL(url).searchParams);
  }
}

const URL_HERE = 'https://handover.example.com';
const never = new AbortController().signal;
const tenant: Tenant = aTenant();

describe('the public URL', () => {
  it.each<[string, () => OwnAnswer, string]>([
    ['this service answers', () => ({ status: 200, text: '' }), 'pass'],
    ['another answers', () => ({ status: 404, text: '' }), 'fail'],
    [
      'no one answers',
      () => {
        throw new OwnAddressUnreachable('It cannot be reached.');
      },
      'fail',
    ],
  ])('when %s', async (_, answer, status) => {
    expect((await reachability(new FakeAddress(answer), URL_HERE, never)).status).toBe(status);
  });
});

describe('the verification of the webhook', () => {
  const asked = (answer: (isRight: boolean, challenge: string) => OwnAnswer) =>
    verification(
      new FakeAddress((query) =>
        answer(query.get('hub.verify_token') === tenant.engage.verifyToken, query.get('hub.challenge') ?? ''),
      ),
      `${URL_HERE}/handover/rce/acme`,
      tenant,
      never,
    );

  it('passes if the challenge comes back, and a wrong token is refused', async () => {
    const finding = await asked((isRight, challenge) =>
      isRight ? { status: 200, text: challenge } : { status: 403, text: '' },
    );
    expect(finding.status).toBe('pass');
  });

  it.each<[string, (isRight: boolean, challenge: string) => OwnAnswer, string]>([
    ['nothing accepts the call', () => ({ status: 404, text: '' }), 'fail'],
    ['a proxy answers for all', () => ({ status: 200, text: 'hello' }), 'fail'],
    ['every token is accepted', (_, challenge) => ({ status: 200, text: challenge }), 'warn'],
  ])('finds where %s', async (_, answer, status) => {
    expect((await asked(answer)).status).toBe(status);
  });
});
