import { expect, it } from 'vitest';
import { failed, passed } from '#tenant-config';
import { forTenant } from './for-tenant.js';

it('names the tenant in every call of a fix', () => {
  const finding = failed('x', 'GET /admin/tenants/{slug}/setup, then PATCH /admin/tenants/{slug}.');
  expect(forTenant('acme', { id: 'a', title: 'A', ...finding })).toEqual({
    id: 'a',
    title: 'A',
    status: 'fail',
    detail: 'x',
    fix: 'GET /admin/tenants/acme/setup, then PATCH /admin/tenants/acme.',
  });
  expect(forTenant('acme', { id: 'a', title: 'A', ...passed('fine') }).fix).toBeNull();
});
