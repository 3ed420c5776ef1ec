import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, startAdminApi } from '../testing/admin-api.js';

let api: AdminApi;
beforeAll(async () => {
  api = await startAdminApi({ ALLOW_PRIVATE_NETWORKS: 'false' });
});
afterAll(() => api.close());

describe('without private networks', () => {
  it.each([
    'http://acme.example',
    'https://127.0.0.1',
    'https://localhost:4000',
    'https://10.0.0.8',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:192.168.0.1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://user:pw@bot.example/',
  ])('a tenant may not name %s', async (url) => {
    const { status, body } = await api.call('POST', '/tenants', {
      slug: 'acme',
      name: 'Acme',
      engage: { baseApiUrl: url, realtimeEndpointUrl: new URL('/realtime/sdk/s1', url).href },
      bot: { platform: 'generic', callbackUrl: url },
    });
    expect(status).toBe(400);
    expect(new Set(body.errors.map(({ pointer }: { pointer: string }) => pointer))).toContain('/bot/callbackUrl');
    expect(JSON.stringify(body.errors)).toContain('/engage/');
  });

  it.each([
    [
      '/engage/botIdentity/avatarUrl',
      { engage: { botIdentity: { id: 'b', screenname: 'B', avatarUrl: 'https://10.0.0.8/b.png' } } },
    ],
    [
      '/engage/agentIdentity/avatarUrl',
      { engage: { agentIdentity: { id: 'a', screenname: 'A', avatarUrl: 'http://acme.example/a.png' } } },
    ],
    ['/bot/api/baseUrl', { bot: { platform: 'other', api: { baseUrl: 'https://169.254.169.254/new' } } }],
  ])('nor inside of another setting: %s', async (pointer, settings) => {
    const tenant = { slug: 'nested', name: 'Nested', bot: { platform: 'other' }, ...settings };
    const { status, body } = await api.call('POST', '/tenants', tenant);
    expect([status, body.errors]).toEqual([400, [{ pointer, detail: expect.stringMatching(/^must /) }]]);
  });

  it('a stored address that is no longer allowed blocks no other change', async () => {
    const created = await api.call('POST', '/tenants', { slug: 'old', name: 'Old', bot: { platform: 'generic' } });
    expect(created.status).toBe(201);
    await api.db.dataSource.query(
      `UPDATE tenants SET bot = bot || '{"callbackUrl": "http://10.0.0.8/events"}', engage = engage || '{"verifyToken": "x"}' WHERE slug = 'old'`,
    );
    expect((await api.call('PATCH', '/tenants/old', { name: 'Older' })).status).toBe(200);
    for (const patch of [{ bot: { callbackUrl: 'http://10.0.0.9/events' } }, { engage: { verifyToken: 'y' } }])
      expect((await api.call('PATCH', '/tenants/old', patch)).status).toBe(400);
  });

  it('public addresses are fine', async () => {
    const { status, text } = await api.call('POST', '/tenants', {
      slug: 'acme',
      name: 'Acme',
      engage: { baseApiUrl: 'acme.engagement.dimelo.com' },
      bot: { platform: 'generic', callbackUrl: 'https://bot.example/events' },
    });
    expect([status, text]).toEqual([201, expect.any(String)]);
  });
});
