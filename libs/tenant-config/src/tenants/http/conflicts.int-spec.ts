import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, startAdminApi } from '../../testing/admin-api.js';

let api: AdminApi;
beforeAll(async () => {
  api = await startAdminApi();
});
afterAll(() => api.close());

const WEBHOOK_KEY = 'webhook-key-0123456789abcdef';

describe('a value that must be unique', () => {
  const first = {
    slug: 'first',
    name: 'First',
    default: true,
    engage: { baseApiUrl: 'acme.engagement.dimelo.com', sourceId: 's1' },
    bot: { platform: 'other', webhookKey: WEBHOOK_KEY },
  };
  beforeAll(async () => {
    expect((await api.call('POST', '/tenants', first)).status).toBe(201);
    expect((await api.call('POST', '/tenants', minimal('second'))).status).toBe(201);
    expect((await api.call('POST', '/keys', { name: 'grace', role: 'viewer' })).status).toBe(201);
  });

  const minimal = (slug: string) => ({ slug, name: 'Acme', bot: { platform: 'other' } });
  const settings: [string, string, object][] = [
    ['tenant.default-taken', '/default', { default: true }],
    ['tenant.source-taken', '/engage/sourceId', { engage: first.engage }],
    [
      'tenant.source-taken',
      '/engage/realtimeEndpointUrl',
      { engage: { realtimeEndpointUrl: 'https://acme.engagement.dimelo.com/realtime/sdk/s1' } },
    ],
    ['tenant.webhook-key-taken', '/bot/webhookKey', { bot: { platform: 'other', webhookKey: WEBHOOK_KEY } }],
  ];

  it.each(settings)('answers 409 %s at %s, to a new tenant and to a change', async (code, pointer, differences) => {
    const problem = { status: 409, code, errors: [{ pointer, detail: expect.any(String) }] };
    expect((await api.call('POST', '/tenants', { ...minimal('third'), ...differences })).body).toMatchObject(problem);
    expect((await api.call('PATCH', '/tenants/second', differences)).body).toMatchObject(problem);
  });

  it('answers 409 at the domain if the change moves a source of the same id there', async () => {
    const engage = { baseApiUrl: 'other.engagement.dimelo.com', sourceId: 's1' };
    expect((await api.call('POST', '/tenants', { ...minimal('mover'), engage })).status).toBe(201);
    const { baseApiUrl } = first.engage;
    expect((await api.call('PATCH', '/tenants/mover', { engage: { baseApiUrl } })).body).toMatchObject({
      code: 'tenant.source-taken',
      errors: [{ pointer: '/engage/baseApiUrl' }],
    });
  });

  it('answers 409 for a slug and for the name of a key', async () => {
    expect((await api.call('POST', '/tenants', minimal('first'))).body).toMatchObject({
      status: 409,
      code: 'tenant.slug-taken',
      errors: [{ pointer: '/slug' }],
    });
    for (const name of ['grace', 'ADMIN_API_KEY'])
      expect((await api.call('POST', '/keys', { name, role: 'viewer' })).body).toMatchObject({
        status: 409,
        code: 'admin-key.name-taken',
        errors: [{ pointer: '/name' }],
      });
  });
});
