import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, startAdminApi } from '../../../tenant-config/src/testing/admin-api.js';
import { SetupGuideModule } from '../setup-guide.module.js';
import { FakeSetupsModule } from '../testing/fake-setups.module.js';

let api: AdminApi;
beforeAll(async () => {
  api = await startAdminApi({}, [FakeSetupsModule, SetupGuideModule]);
});
afterAll(() => api.close());

const REALTIME = 'https://acme.engagement.dimelo.com/realtime/sdk/s1';
const importing = (body: object, key?: string) =>
  api.call('POST', '/tenants/import', { from: 'form', slug: 'acme', name: 'Acme', ...body }, { ...(key && { key }) });

describe('importing a tenant', () => {
  it('creates it from the values of the form, and returns what is missing and where to continue', async () => {
    const values = { address: 'acme.engagement.dimelo.com', endpoint: REALTIME };
    const { status, headers, body, text } = await importing({ values });
    expect(status, text).toBe(201);
    expect(headers).toMatchObject({ location: '/admin/tenants/acme', 'cache-control': 'no-store' });
    expect(body).toMatchObject({
      engage: { baseApiUrl: 'https://acme.api.engagement.dimelo.com', realtimeEndpointUrl: REALTIME, sourceId: 's1' },
      bot: { platform: 'generic' },
      setupUrl: 'https://handover.example.com/setup/acme',
    });
    expect(body.readiness.missing).toContain('bot.callbackUrl');
    expect(body.readiness.missing).not.toContain('engage.baseApiUrl');
    expect(body.botKey.key).toMatch(/^ehb_/);
    expect(Object.keys(body.generatedSecrets)).toContain('webhookSecret');
    const log = await api.call('GET', '/audit-log?tenant=acme');
    expect(log.body.items.map(({ action }: { action: string }) => action)).toContain('tenant.created');
  });

  it('reports all errors at once, with the labels of the form', async () => {
    const { status, body } = await importing({
      slug: 'two',
      values: { endpoint: 'https://acme.example', callback: 'x' },
    });
    expect([status, body.code]).toEqual([400, 'request.invalid']);
    expect(body.errors).toContainEqual({
      pointer: '/values/endpoint',
      detail: expect.stringMatching(/^"Endpoint": must be the realtime endpoint URL/),
    });
    expect(body.errors).toContainEqual({
      pointer: '/values/callback',
      detail: expect.stringMatching(/^"Callback": must be a URL/),
    });
  });

  it('reports the field that contains a source of another tenant', async () => {
    await importing({ slug: 'three', values: { endpoint: `${REALTIME}-3` } });
    const { status, body } = await importing({ slug: 'four', values: { endpoint: `${REALTIME}-3` } });
    expect([status, body.code]).toEqual([409, 'tenant.source-taken']);
    expect(body.errors).toEqual([
      { pointer: '/values/endpoint', detail: expect.stringContaining('"Endpoint": Another') },
    ]);
  });

  it.each([
    [{ from: 'elsewhere', values: {} }, '/from'],
    [{ from: null, values: {} }, '/from'],
    [{ slug: 'No Slug', values: {} }, '/slug'],
    [{ name: '', values: {} }, '/name'],
    [{ values: 'x' }, '/values'],
    [{ values: { address: 7 } }, '/values/address'],
    [{ values: { sessionId: 'x' } }, '/values/sessionId'],
    [{ values: {}, more: 1 }, '/more'],
  ])('refuses %j', async (body, pointer) => {
    const answer = await importing(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((fault: { pointer: string }) => fault.pointer)).toContain(pointer);
  });

  it('needs a key that may create tenants', async () => {
    const keyOf = async (name: string, more: object) =>
      (await api.call('POST', '/keys', { name, role: 'admin', ...more })).body.key as string;
    for (const key of [await keyOf('bound', { tenants: ['acme'] }), await keyOf('operator', { role: 'operator' })])
      expect((await importing({ slug: 'five', values: {} }, key)).status).toBe(403);
  });
});
