import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, startAdminApi } from '../../testing/admin-api.js';
import { createTenant } from '../../testing/create-tenant.js';

let api: AdminApi;
beforeAll(async () => {
  api = await startAdminApi();
});
afterAll(() => api.close());

const create = (differences?: object): Promise<string> => createTenant(api, differences);

describe('profile mapping', () => {
  it('requires consent until the mapping is replaced by one that does not', async () => {
    const slug = await create();
    const path = `/tenants/${slug}/profile-mapping`;
    const preview = async () => (await api.call('POST', `${path}/preview`, { profile: { email: 'a@b.example' } })).body;
    expect((await api.call('PUT', path, { requireConsent: 'gdpr.accepted' })).body.requireConsent).toBe(
      'gdpr.accepted',
    );
    expect((await preview()).dropped).toEqual([{ path: 'email', reason: 'no-consent' }]);
    expect((await api.call('PUT', path, {})).body).not.toHaveProperty('requireConsent');
    expect((await preview()).user.email).toBe('a@b.example');
    expect((await api.call('PUT', path, { requireConsent: ' ' })).body.errors[0].pointer).toBe('/requireConsent');
  });

  it('is replaced as a whole', async () => {
    const slug = await create({ profileMapping: { exclude: ['secret'] } });
    const rules = [{ from: 'address.city', to: 'context.city' }];
    const { status, body, headers } = await api.call('PUT', `/tenants/${slug}/profile-mapping`, { rules });
    expect([status, headers.etag, body]).toEqual([200, '"2"', { rules, exclude: [], onCollision: 'reject' }]);
    const bad = await api.call('PUT', `/tenants/${slug}/profile-mapping`, { rules: [{ from: 'a', to: 'x' }] });
    expect(bad.body.errors[0].pointer).toBe('/rules/0/to');
    expect((await api.call('PUT', '/tenants/nobody/profile-mapping', {})).status).toBe(404);
  });

  it('shows what a profile would become', async () => {
    const slug = await create({ profileMapping: { rules: [{ from: 'address.city', to: 'context.city' }] } });
    const profile = { first_name: 'Ada', address: { city: 'London' }, address2: 'x\0' };
    const { status, body } = await api.call('POST', `/tenants/${slug}/profile-mapping/preview`, { profile });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['changed', 'contextData', 'dropped', 'user']);
    expect(body.contextData).toMatchObject({ city: 'London', 'address-two': 'x\uFFFD' });
    const collision = { profile: { 'a-b': 1, a_b: 2 } };
    expect((await api.call('POST', `/tenants/${slug}/profile-mapping/preview`, collision)).status).toBe(400);
    const suffix = { ...collision, mapping: { onCollision: 'suffix' } };
    expect((await api.call('POST', `/tenants/${slug}/profile-mapping/preview`, suffix)).status).toBe(200);
    for (const bad of [{}, { profile: [] }, { profile: 'x' }, { profile: {}, mapping: { rules: [{ from: 1 }] } }])
      expect((await api.call('POST', `/tenants/${slug}/profile-mapping/preview`, bad)).status).toBe(400);
  });
});
