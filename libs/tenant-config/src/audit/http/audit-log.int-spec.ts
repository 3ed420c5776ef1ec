import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, startAdminApi } from '../../testing/admin-api.js';
import { createTenant, minimalTenant } from '../../testing/create-tenant.js';

let api: AdminApi;
beforeAll(async () => {
  api = await startAdminApi();
});
afterAll(() => api.close());

const create = (differences?: object): Promise<string> => createTenant(api, differences);

describe('audit log', () => {
  it('names caller and action, but no secrets', async () => {
    const slug = await create();
    await api.call(
      'PATCH',
      `/tenants/${slug}`,
      { engage: { apiAccessToken: 'very-secret-value' }, name: 'New' },
      { headers: { 'x-request-id': 'trace-7' } },
    );
    const { body, text } = await api.call('GET', `/audit-log?tenant=${slug}`);
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual([
      'tenant.updated',
      'bot-key.created',
      'tenant.created',
    ]);
    expect(body.items[0]).toEqual({
      at: '2026-03-02T09:00:00.000Z',
      actor: 'ADMIN_API_KEY',
      keyId: 'ADMIN_API_KEY',
      address: '127.0.0.1',
      action: 'tenant.updated',
      tenant: slug,
      tenantId: expect.any(String),
      target: slug,
      detail: { changed: ['engage.apiAccessToken', 'name'] },
      requestId: 'trace-7',
    });
    expect(text).not.toContain('very-secret-value');
    const first = await api.call('GET', `/audit-log?tenant=${slug}&limit=2`);
    const second = await api.call('GET', `/audit-log?tenant=${slug}&limit=2&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...second.body.items]).toEqual(body.items);
    expect(second.body.nextCursor).toBeNull();
  });

  it('accepts only slugs', async () => {
    for (const tenant of ['%00', 'A', '%ED%A0%80', 'a&tenant=b'])
      expect([tenant, (await api.call('GET', `/audit-log?tenant=${tenant}`)).status]).toEqual([tenant, 400]);
  });

  it('never changes', async () => {
    for (const statement of ['UPDATE audit_log SET actor = NULL', 'DELETE FROM audit_log', 'TRUNCATE audit_log'])
      await expect(api.db.dataSource.query(statement)).rejects.toThrow(/append-only/);
  });

  it('has no entries for failed calls', async () => {
    const count = async () => (await api.call('GET', '/audit-log?limit=200')).body.items.length;
    const before = await count();
    await api.call('POST', '/tenants', { ...minimalTenant(), default: 'x' });
    await api.call('POST', '/keys', { name: 'bad', role: 'viewer', tenants: ['nobody'] });
    expect(await count()).toBe(before);
  });
});
