import { expect, it } from 'vitest';
import { newId, type TenantId } from '#kernel';
import { forTenants } from './for-tenants.js';

it('serves all other tenants while the work for one does not end', async () => {
  const ids = Array.from({ length: 40 }, () => newId<TenantId>());
  const served: TenantId[] = [];
  const { promise: othersAreServed, resolve } = Promise.withResolvers<void>();
  const work = async (id: TenantId): Promise<void> => {
    if (id === ids[0]) await othersAreServed;
    served.push(id);
    if (served.length === ids.length - 1) resolve();
  };
  await forTenants(ids, work, new AbortController().signal);
  expect(served.at(-1)).toBe(ids[0]);
  expect(new Set(served)).toEqual(new Set(ids));
});

it('begins with no other tenant once the signal is aborted', async () => {
  const ids = Array.from({ length: 40 }, () => newId<TenantId>());
  const controller = new AbortController();
  let served = 0;
  await forTenants(
    ids,
    async () => {
      served += 1;
      controller.abort();
    },
    controller.signal,
  );
  expect(served).toBe(1);
});
