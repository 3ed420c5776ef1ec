import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StubServer } from '#testing';
import { AdminApi } from './admin-api.js';
import { botSettings } from './demo-access.js';
import { type DemoWiring, pauseOtherDemoTenants, provideDemoTenant } from './demo-tenant.js';

const wiring: DemoWiring = {
  platform: 'generic',
  engage: {
    baseApiUrl: 'http://127.0.0.1:4000',
    realtimeEndpointUrl: 'http://127.0.0.1:4000/realtime/sdk/s1',
    sourceId: 's1',
    botCategoryId: 'b1',
    agentCategoryId: 'a1',
    apiAccessToken: 'api-token-1111',
    realtimeAccessToken: 'realtime-token-2222',
    nativeSourceIds: ['n1'],
  },
  bot: { platform: 'generic', callbackUrl: 'http://127.0.0.1:4100/events', callbackSecret: 'whsec_callback4444' },
  secrets: {
    webhookSecret: 'webhook-secret-3333',
    engageVerifyToken: 'engage-token-9999',
    callbackSecret: 'whsec_callback4444',
    verifyToken: 'verify-token-5555',
    webhookEndpoint: { apiKey: 'api-key-6666', outputsKey: 'outputs-key-7777', outputsPassword: 'password-8888' },
    botKey: 'old-key',
  },
};

const secret = (last4: string): object => ({ configured: true, last4 });
const stored = {
  slug: 'demo',
  enabled: true,
  engage: {
    ...wiring.engage,
    apiAccessToken: secret('1111'),
    realtimeAccessToken: secret('2222'),
    webhookSecret: secret('3333'),
    verifyToken: 'engage-token-9999',
  },
  bot: { ...wiring.bot, callbackSecret: secret('4444') },
  handover: { forwardOnlyHandover: true },
};

let connector: StubServer;
const provide = (): Promise<string> => provideDemoTenant(new AdminApi(connector.url, 'admin'), wiring);
const called = (): string[] => connector.requests.map(({ method, path }) => `${method} ${path}`);

beforeEach(async () => {
  connector = await StubServer.start();
  connector.route('GET', '/v1/conversations/playground', { status: 404 });
});
afterEach(() => connector.stop());

it('creates the tenant the first time', async () => {
  connector.route('GET', '/admin/tenants/demo', { status: 404 });
  connector.route('POST', '/admin/tenants', { status: 201, body: { botKey: { id: 'k1', key: 'new-key' } } });
  expect(await provide()).toBe('new-key');
  expect(connector.requests[1]?.json()).toMatchObject({
    slug: 'demo',
    engage: wiring.engage,
    bot: { platform: 'generic' },
  });
  expect(connector.requests[1]?.headers.authorization).toBe('Bearer admin');
});

it('does not change a tenant that matches', async () => {
  connector.route('GET', '/admin/tenants/demo', { body: stored });
  expect(await provide()).toBe('old-key');
  expect(called()).toEqual(['GET /admin/tenants/demo', 'GET /v1/conversations/playground']);
});

it.each([
  ['an address', { ...stored, bot: { ...stored.bot, callbackUrl: 'http://127.0.0.1:9/events' } }],
  ['the sources', { ...stored, engage: { ...stored.engage, nativeSourceIds: [] } }],
  ['a secret', { ...stored, engage: { ...stored.engage, webhookSecret: secret('9999') } }],
  ['a pause, while another platform was tried', { ...stored, enabled: false }],
  ['a missing secret', { ...stored, engage: { ...stored.engage, webhookSecret: { configured: false } } }],
])('repairs %s, but nothing except the wiring', async (_what, tenant) => {
  connector.route('GET', '/admin/tenants/demo', { body: tenant });
  await provide();
  expect(called()).toContain('PATCH /admin/tenants/demo');
  const patch = connector.requests.find(({ method }) => method === 'PATCH')?.json<object>() ?? {};
  expect(Object.keys(patch).sort()).toEqual(['bot', 'enabled', 'engage']);
});

it('ends handovers of an earlier run', async () => {
  const moved = { ...stored, engage: { ...stored.engage, baseApiUrl: 'http://127.0.0.1:9' } };
  let refusals = 1;
  connector.route('GET', '/admin/tenants/demo', { body: moved });
  connector.route('PATCH', '/admin/tenants/demo', () =>
    refusals-- > 0 ? { status: 409, body: { code: 'tenant.handovers-running' } } : { body: stored },
  );
  connector.route('GET', '/admin/conversations', ({ query }) => ({
    body: { items: query.get('state') === 'queue' ? [{ id: 'c1' }] : [] },
  }));
  const waiting = [
    { id: 'd1', direction: 'engage' },
    { id: 'd2', direction: 'bot' },
  ];
  connector.route('GET', '/admin/deliveries', { body: { items: waiting } });
  connector.route('POST', '/admin/deliveries/d1/discard', { status: 409 });
  await provide();
  expect(called().filter((call) => !call.startsWith('GET'))).toEqual([
    'PATCH /admin/tenants/demo',
    'POST /admin/conversations/c1/close',
    'POST /admin/deliveries/d1/discard',
    'PATCH /admin/tenants/demo',
  ]);
});

it('creates a new bot key if the stored one is refused', async () => {
  connector.route('GET', '/admin/tenants/demo', { body: stored });
  connector.route('GET', '/v1/conversations/playground', { status: 401 });
  connector.route('POST', '/admin/tenants/demo/bot-keys', { status: 201, body: { id: 'k2', key: 'new-key' } });
  expect(await provide()).toBe('new-key');
});

it('pauses the tenants of other platforms, whose domains are not running', async () => {
  connector.route('GET', '/admin/tenants/demo', { body: stored });
  connector.route('PATCH', '/admin/tenants/demo', { body: stored });
  connector.route('GET', '/admin/tenants/demo-chatlayer', { body: { ...stored, enabled: false } });
  await pauseOtherDemoTenants(new AdminApi(connector.url, 'admin'), 'cognigy');
  const changes = connector.requests.filter(({ method }) => method !== 'GET');
  expect(changes.map(({ path, json }) => [path, json()])).toEqual([['/admin/tenants/demo', { enabled: false }]]);
});

it('reports what the connector refused', async () => {
  connector.route('GET', '/admin/tenants/demo', { status: 403, body: { detail: 'No.' } });
  await expect(provide()).rejects.toThrow(/403.*No\./);
});

describe('on Chatlayer', () => {
  const slug = 'demo-chatlayer';
  const bot = botSettings('chatlayer', 'http://127.0.0.1:4100', wiring.secrets);
  const start = (): Promise<string> =>
    provideDemoTenant(new AdminApi(connector.url, 'admin'), { ...wiring, platform: 'chatlayer', bot });

  it('uses the webhook key of a new tenant', async () => {
    connector.route('GET', `/admin/tenants/${slug}`, { status: 404 });
    const created = { botKey: { id: 'k1', key: 'k' }, generatedSecrets: { webhookKey: 'new-key' } };
    connector.route('POST', '/admin/tenants', { status: 201, body: created });
    expect(await start()).toBe('new-key');
    expect(connector.requests[1]?.json()).toMatchObject({ slug, bot: { verifyToken: 'verify-token-5555' } });
  });

  it.each([
    [200, 'old-key'],
    [404, 'rotated-key'],
  ])('checks the webhook, and creates a new key unless it is healthy (%i)', async (status, key) => {
    connector.route('GET', `/admin/tenants/${slug}`, { body: { ...stored, slug, bot } });
    connector.route('GET', '/v1/chatlayer/old-key', { status, body: {} });
    connector.route('POST', `/admin/tenants/${slug}/secrets/webhookKey/rotate`, { body: { value: 'rotated-key' } });
    expect(await start()).toBe(key);
  });
});
