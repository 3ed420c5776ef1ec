import { expect } from 'vitest';
import type { AdminApi } from './admin-api.js';

let count = 0;

/** A slug that no other tenant of the tests has. */
export const newSlug = (): string => `tenant-${++count}`;

/** The smallest body that creates a tenant. */
export const minimalTenant = (slug = newSlug()) => ({ slug, name: 'Acme', bot: { platform: 'generic' } });

/** Creates a tenant. @returns its slug */
export async function createTenant(api: AdminApi, differences: object = {}): Promise<string> {
  const { status, body, text } = await api.call('POST', '/tenants', { ...minimalTenant(), ...differences });
  expect(status, text).toBe(201);
  return body.slug as string;
}
