import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, type Answer, startAdminApi } from '../../testing/admin-api.js';
import { RefusedCalls } from '../refused-calls.js';

interface Entry {
  readonly action: string;
  readonly actor: string;
  readonly address: string | null;
  readonly keyId: string | null;
  readonly tenantId: string | null;
  readonly detail: Record<string, unknown>;
}

describe('who did what, and where from', () => {
  let api: AdminApi;
  beforeAll(async () => {
    api = await startAdminApi();
  });
  afterAll(() => api?.close());

  const tenant = async (slug: string): Promise<Answer> => {
    const answer = await api.call('POST', '/tenants', { slug, name: 'Acme', bot: { platform: 'generic' } });
    expect(answer.status, answer.text).toBe(201);
    return answer;
  };
  const keyFor = async (body: object): Promise<{ id: string; key: string }> =>
    (await api.call('POST', '/keys', body)).body;
  const log = async (query = '', key?: string): Promise<Entry[]> =>
    (await api.call('GET', `/audit-log?limit=200${query}`, undefined, key === undefined ? {} : { key })).body.items;
  const refusals = async (): Promise<Entry[]> => {
    await api.app.get(RefusedCalls).write();
    return (await log()).filter(({ action }) => action === 'calls.refused');
  };

  it('is in the audit log: the key’s id and the client’s address', async () => {
    await tenant('attributed');
    const { id, key } = await keyFor({ name: 'grace', role: 'admin' });
    await api.call('PATCH', '/tenants/attributed', { name: 'New' }, { key });
    const [changed, ...created] = await log('&tenant=attributed');
    expect(changed).toMatchObject({ action: 'tenant.updated', actor: 'grace', keyId: id, address: '127.0.0.1' });
    expect(created[0]).toMatchObject({ actor: 'ADMIN_API_KEY', keyId: 'ADMIN_API_KEY', address: '127.0.0.1' });
  });

  it('belongs to the tenant, not to its slug', async () => {
    await tenant('reused');
    const former = await log('&tenant=reused');
    expect((await api.call('DELETE', '/tenants/reused')).status).toBe(204);
    expect((await log('&tenant=reused')).map(({ action }) => action)).toEqual([
      'tenant.deleted',
      ...former.map(({ action }) => action),
    ]);
    await tenant('reused');
    const { key } = await keyFor({ name: 'new owner', role: 'viewer', tenants: ['reused'] });
    for (const seen of [await log('&tenant=reused'), await log('', key), await log('&tenant=reused', key)]) {
      expect(seen.map(({ action }) => action)).toEqual(['bot-key.created', 'tenant.created']);
      expect(new Set(seen.map(({ tenantId }) => tenantId)).size).toBe(1);
      expect(seen[0]?.tenantId).not.toBe(former[0]?.tenantId);
    }
    const ids = (await log()).map(({ tenantId }) => tenantId);
    expect(ids).toEqual(expect.arrayContaining([former[0]?.tenantId]));
  });

  it('is recorded for refused calls too, once for each caller', async () => {
    const { id, key } = await keyFor({ name: 'curious', role: 'viewer', tenants: ['attributed'] });
    for (let call = 0; call < 3; call++) await api.call('GET', '/tenants', undefined, { key: 'wrong' });
    await api.call('GET', '/tenants', undefined, { key: null });
    await api.call('DELETE', '/tenants/attributed', undefined, { key });
    await api.call('GET', '/tenants/reused', undefined, { key });
    expect((await api.call('GET', '/tenants/attributed', undefined, { key })).status).toBe(200);
    const address = '127.0.0.1';
    expect(await refusals()).toMatchObject([
      {
        actor: 'curious',
        keyId: id,
        address,
        tenantId: null,
        detail: {
          calls: 2,
          statuses: { 403: 1, 404: 1 },
          routes: ['DELETE /admin/tenants/:slug', 'GET /admin/tenants/:slug'],
        },
      },
      {
        actor: 'unknown',
        keyId: null,
        address,
        detail: { calls: 4, statuses: { 401: 4 }, routes: ['GET /admin/tenants'] },
      },
    ]);
    expect(await refusals()).toHaveLength(2);
    expect((await log('', key)).map(({ action }) => action)).not.toContain('calls.refused');
  });

  it('is recorded for refused calls however their path is written', async () => {
    await api.app.inject({ url: '/%61dmin/tenants', remoteAddress: '192.0.2.1' });
    expect((await refusals())[0]).toMatchObject({ address: '192.0.2.1', detail: { routes: ['GET /admin/tenants'] } });
  });

  it('makes few entries for very many calls from many addresses', async () => {
    const before = (await refusals()).length;
    const call = (number: number): Promise<unknown> =>
      api.app.inject({ url: '/admin/tenants', remoteAddress: `192.0.2.${number}` });
    await Promise.all(Array.from({ length: 200 }, (_, number) => call(number)));
    const entries = (await refusals()).slice(0, -before);
    expect(entries).toHaveLength(21);
    expect(entries.reduce((calls, { detail }) => calls + Number(detail['calls']), 0)).toBe(200);
    expect(entries[0]).toMatchObject({ actor: 'unknown', address: null });
  });
});
