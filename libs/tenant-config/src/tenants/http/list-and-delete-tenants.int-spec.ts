import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertConversation, insertHandover } from '#testing';
import { type AdminApi, startAdminApi } from '../../testing/admin-api.js';
import { createTenant } from '../../testing/create-tenant.js';

let api: AdminApi;
beforeAll(async () => {
  api = await startAdminApi();
});
afterAll(() => api.close());

const create = (differences?: object): Promise<string> => createTenant(api, differences);

describe('listing and deleting tenants', () => {
  it('lists page by page', async () => {
    const created: string[] = [];
    for (let place = 0; place < 5; place += 1) created.push(await create());
    const slugs = [];
    let cursor = '';
    do {
      const { body } = await api.call('GET', `/tenants?limit=2${cursor}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      slugs.push(...body.items.map(({ slug }: { slug: string }) => slug));
      cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
    } while (cursor);
    expect(slugs).toEqual(created.toSorted());
    for (const bad of ['bm9uc2Vuc2U', 'WyJhIiwiYiJd', 'Wzdd', 'WyJhXHUwMDAwIl0'])
      expect((await api.call('GET', `/tenants?cursor=${bad}`)).status).toBe(400);
  });

  it('refuses to delete while work is running, unless forced', async () => {
    const slug = await create();
    const [{ tenant_id: tenantId }] = await api.db.dataSource.query('SELECT tenant_id FROM tenants WHERE slug = $1', [
      slug,
    ]);
    const conversationId = await insertConversation(api.db.dataSource, tenantId, { state: 'queue' });
    await insertHandover(api.db.dataSource, { tenantId, conversationId });
    expect((await api.call('DELETE', `/tenants/${slug}`)).body).toMatchObject({
      status: 409,
      code: 'tenant.busy',
      handovers: 1,
    });
    expect((await api.call('DELETE', `/tenants/${slug}?force=perhaps`)).status).toBe(400);
    expect(
      (await api.call('DELETE', `/tenants/${slug}?force=true`, undefined, { headers: { 'if-match': '"9"' } })).status,
    ).toBe(412);
    expect((await api.call('DELETE', `/tenants/${slug}?force=true`)).status).toBe(204);
    expect((await api.call('GET', `/tenants/${slug}`)).status).toBe(404);
    expect((await api.call('DELETE', `/tenants/${slug}`)).status).toBe(404);
  });
});
