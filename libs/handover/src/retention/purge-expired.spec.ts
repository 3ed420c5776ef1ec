import { expect, it } from 'vitest';
import type { FileStore } from '#files';
import { SystemClock, type TenantId } from '#kernel';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { FakeTenantDirectory } from '../../../tenant-config/src/testing/fake-tenant-directory.js';
import { RetentionStore } from '../ports/retention-store.js';
import { PurgeExpired } from './purge-expired.js';

it('deletes expired data of other tenants, disabled ones included, when the deletion fails for one', async () => {
  const [failing, other, disabled] = [aTenant(), aTenant(), aTenant({ enabled: false })];
  const purged = new Set<TenantId>();
  class Store extends RetentionStore {
    async purge(tenantId: TenantId): Promise<number> {
      if (tenantId === failing.id) throw new Error('The statement timed out.');
      purged.add(tenantId);
      return 0;
    }
  }
  const files: Pick<FileStore, 'purge'> = { purge: async () => 0 };
  const job = new PurgeExpired(
    new FakeTenantDirectory(failing, other, disabled),
    new Store(),
    files as FileStore,
    new SystemClock(),
  );
  await job.run(new AbortController().signal);
  expect([...purged]).toEqual([other.id, disabled.id]);
});
