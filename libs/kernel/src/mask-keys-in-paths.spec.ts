import { expect, it } from 'vitest';
import { maskKeysInPaths } from './mask-keys-in-paths.js';

it.each([
  ['/v1/chatlayer/k3y-of-the-tenant', '/v1/chatlayer/[redacted]'],
  ['/v1/cognigy/outputs/k3y?x=1', '/v1/cognigy/outputs/[redacted]?x=1'],
  ['/v1/cognigy/handovers/close', '/v1/cognigy/handovers/close'],
  ['/admin/tenants/acme', '/admin/tenants/acme'],
])('of %s leaves %s', (path, expected) => {
  expect(maskKeysInPaths(path)).toBe(expected);
});
