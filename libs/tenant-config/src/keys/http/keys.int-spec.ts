import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, startAdminApi } from '../../testing/admin-api.js';
import { createTenant, minimalTenant } from '../../testing/create-tenant.js';

let api: AdminApi;
beforeAll(async () => {
  api = await startAdminApi();
});
afterAll(() => api.close());

const create = (differences?: object): Promise<string> => createTenant(api, differences);

let keys = 0;

describe('keys', () => {
  const adminKey = async (differences: object): Promise<string> => {
    const { status, body, text } = await api.call('POST', '/keys', {
      name: `key-${++keys}`,
      role: 'viewer',
      ...differences,
    });
    expect(status, text).toBe(201);
    return body.key;
  };

  it('are checked before anything else', async () => {
    for (const key of [null, 'wrong', 'a b'])
      for (const [method, path] of [
        ['POST', '/tenants'],
        ['GET', '/tenants/nobody'],
        ['GET', '/audit-log'],
        ['POST', '/tenants/x/bot-keys'],
      ] as const) {
        const { status, headers, body } = await api.call(method, path, method === 'POST' ? '{"broken' : undefined, {
          key,
        });
        expect([status, headers['www-authenticate'], body.code]).toEqual([401, 'Bearer', 'auth.unauthenticated']);
      }
    const basic = await api.call('GET', '/tenants', undefined, {
      key: null,
      headers: { authorization: 'Basic cm9vdC1rZXktZm9yLXRlc3Rz' },
    });
    expect(basic.status).toBe(401);
  });

  it('have roles', async () => {
    const slug = await create();
    const viewer = await adminKey({ role: 'viewer' });
    const operator = await adminKey({ role: 'operator' });
    const statusOf = async (key: string, method: string, path: string) =>
      (await api.call(method, path, method === 'GET' || method === 'DELETE' ? undefined : {}, { key })).status;
    expect(await statusOf(viewer, 'GET', `/tenants/${slug}`)).toBe(200);
    for (const [method, path] of [
      ['POST', '/tenants'],
      ['PATCH', `/tenants/${slug}`],
      ['DELETE', `/tenants/${slug}`],
      ['POST', `/tenants/${slug}/secrets/webhookSecret/rotate`],
      ['POST', `/tenants/${slug}/bot-keys`],
      ['PUT', `/tenants/${slug}/profile-mapping`],
      ['POST', '/keys'],
      ['GET', '/keys'],
    ] as const)
      expect([path, await statusOf(operator, method, path)]).toEqual([path, 403]);
  });

  it('have names that people see', async () => {
    const slug = await create();
    for (const name of [' ', '\0', '\u202E'])
      for (const [path, body] of [
        ['/keys', { name, role: 'viewer' }],
        [`/tenants/${slug}/bot-keys`, { name }],
      ] as const)
        expect((await api.call('POST', path, body)).body).toMatchObject({
          status: 400,
          errors: [{ pointer: '/name' }],
        });
  });

  it('may be bound to tenants, for which others do not exist', async () => {
    const [mine, other] = [await create(), await create()];
    const key = await adminKey({ role: 'admin', tenants: [mine] });
    const call = (method: string, path: string, body?: unknown) => api.call(method, path, body, { key });
    expect((await call('GET', '/tenants')).body.items.map(({ slug }: { slug: string }) => slug)).toEqual([mine]);
    expect((await call('PATCH', `/tenants/${mine}`, { name: 'Mine' })).status).toBe(200);
    for (const [method, path] of [
      ['GET', `/tenants/${other}`],
      ['PATCH', `/tenants/${other}`],
      ['DELETE', `/tenants/${other}`],
      ['POST', `/tenants/${other}/bot-keys`],
      ['POST', `/tenants/${other}/checks`],
      ['GET', `/audit-log?tenant=${other}`],
    ] as const)
      expect([
        path,
        (await call(method, path, method === 'POST' || method === 'PATCH' ? {} : undefined)).status,
      ]).toEqual([path, 404]);
    const entries = (await call('GET', '/audit-log')).body.items;
    expect(new Set(entries.map(({ tenant }: { tenant: string }) => tenant))).toEqual(new Set([mine]));
    expect((await call('POST', '/tenants', minimalTenant())).status).toBe(403);
    expect((await call('POST', '/keys', { name: 'x', role: 'admin' })).status).toBe(403);
    expect((await call('DELETE', `/tenants/${mine}`)).status).toBe(204);
    await api.call('POST', '/tenants', minimalTenant(mine));
    expect((await call('GET', `/tenants/${mine}`)).status).toBe(404);
  });

  it('bound to tenants cannot change what concerns all tenants', async () => {
    const mine = await create();
    const key = await adminKey({ role: 'admin', tenants: [mine] });
    const call = (method: string, path: string, body?: unknown) => api.call(method, path, body, { key });
    const holder = (await api.call('GET', '/tenants?limit=200')).body.items.find(
      ({ default: isDefault }: { default: boolean }) => isDefault,
    );
    if (holder) await api.call('PATCH', `/tenants/${holder.slug}`, { default: false });
    const taking = await call('PATCH', `/tenants/${mine}`, { default: true });
    expect(taking.body).toMatchObject({ status: 403, code: 'auth.forbidden', errors: [{ pointer: '/default' }] });
    expect((await api.call('GET', `/tenants/${mine}`)).body.default).toBe(false);
    expect((await api.call('PATCH', `/tenants/${mine}`, { default: true })).status).toBe(200);
    for (const value of [false, null])
      expect((await call('PATCH', `/tenants/${mine}`, { default: value })).status).toBe(403);
    const read = (await call('GET', `/tenants/${mine}`)).body;
    expect((await call('PATCH', `/tenants/${mine}`, { ...read, name: 'Mine' })).status).toBe(200);
    for (const [method, path, body] of [
      ['POST', '/tenants', minimalTenant()],
      ['POST', '/keys', { name: 'mine', role: 'viewer', tenants: [mine] }],
      ['GET', '/keys'],
      ['DELETE', `/keys/7f7e2f2c-6a3f-4a0e-9d5c-0f1f4e9d8b11`],
    ] as const)
      expect([path, (await call(method, path, body)).status]).toEqual([path, 403]);
    await api.call('PATCH', `/tenants/${mine}`, { default: false });
  });

  it('are listed without their values, and stop working when deleted', async () => {
    const name = `key-${++keys}`;
    const made = await api.call('POST', '/keys', { name, role: 'viewer' });
    expect(made.body).toMatchObject({ name, role: 'viewer', tenants: null, last4: made.body.key.slice(-4) });
    for (const taken of [name, 'ADMIN_API_KEY'])
      expect((await api.call('POST', '/keys', { name: taken, role: 'viewer' })).body.code).toBe('admin-key.name-taken');
    expect((await api.call('POST', '/keys', { name: 'z', role: 'viewer', tenants: [] })).status).toBe(400);
    expect(
      (await api.call('POST', '/keys', { name: 'z', role: 'viewer', tenants: ['nobody'] })).body.errors[0].pointer,
    ).toBe('/tenants/0');
    const list = await api.call('GET', '/keys?limit=200');
    expect(list.body.items.map((key: { name: string }) => key.name)).toContain(name);
    expect(list.text).not.toContain(made.body.key);
    expect((await api.call('GET', '/keys?limit=1')).body.nextCursor).toEqual(expect.any(String));
    expect((await api.call('DELETE', `/keys/${made.body.id}`)).status).toBe(204);
    expect((await api.call('DELETE', `/keys/${made.body.id}`)).status).toBe(404);
    expect((await api.call('DELETE', '/keys/nonsense')).status).toBe(404);
    expect((await api.call('GET', '/tenants', undefined, { key: made.body.key })).status).toBe(401);
  });

  it('of bots belong to a tenant', async () => {
    const [slug, other] = [await create(), await create()];
    const made = await api.call('POST', `/tenants/${slug}/bot-keys`, { name: 'staging' });
    expect([made.status, made.body]).toMatchObject([201, { name: 'staging', key: expect.stringMatching(/^ehb_/) }]);
    const list = await api.call('GET', `/tenants/${slug}/bot-keys`);
    expect(list.body.items.map(({ name }: { name: string }) => name).sort()).toEqual(['first', 'staging']);
    expect(list.text).not.toContain(made.body.key);
    expect((await api.call('DELETE', `/tenants/${other}/bot-keys/${made.body.id}`)).status).toBe(404);
    expect((await api.call('DELETE', `/tenants/${slug}/bot-keys/${made.body.id}`)).status).toBe(204);
    expect((await api.call('POST', '/tenants/nobody/bot-keys', {})).status).toBe(404);
  });
});
