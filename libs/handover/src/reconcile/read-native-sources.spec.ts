import { expect, it } from 'vitest';
import type { Database } from '#database';
import { DestinationOutage } from '#delivery';
import { newId, type TenantId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { FakeTenantDirectory } from '../../../tenant-config/src/testing/fake-tenant-directory.js';
import type { SourceMark, SourceMarks } from '../ports/source-marks.js';
import type { ReadNativeSource } from './read-native-source.js';
import { ReadNativeSources } from './read-native-sources.js';

const withSources = (...nativeSourceIds: string[]): Tenant =>
  aTenant({ id: newId<TenantId>(), engage: { nativeSourceIds } });

/** One run. @returns the sources whose marks were saved */
async function run(tenants: readonly Tenant[], read: (tenant: Tenant, sourceId: string) => Promise<void>) {
  const saved: string[] = [];
  const marks = {
    keepOnly: async () => undefined,
    keepOnlyOf: async () => undefined,
    take: async (_id: TenantId, sourceIds: readonly string[]) => sourceIds.map((sourceId) => ({ sourceId })),
    save: async (_id: TenantId, { sourceId }: SourceMark) => saved.push(sourceId),
  };
  const job = new ReadNativeSources(
    {
      inTenant: (_id: unknown, work: () => unknown) => work(),
      acrossTenants: (work: () => unknown) => work(),
    } as unknown as Database,
    new FakeTenantDirectory(...tenants),
    marks as unknown as SourceMarks,
    {
      run: async (tenant: Tenant, mark: SourceMark) => {
        await read(tenant, mark.sourceId);
        return mark;
      },
    } as unknown as ReadNativeSource,
  );
  await job.run(new AbortController().signal);
  return saved;
}

it('reads the other sources of a tenant when one cannot be read', async () => {
  const saved = await run([withSources('whatsapp', 'apple')], async (_tenant, sourceId) => {
    if (sourceId === 'whatsapp') throw new DestinationOutage('away');
  });
  expect(saved).toEqual(['apple']);
});

it('reads the sources of other tenants while one tenant’s Engage does not answer', async () => {
  const [slow, other] = [withSources('slow'), withSources('quick')];
  const { promise: otherIsRead, resolve } = Promise.withResolvers<void>();
  const saved = await run([slow, other], async (tenant) => (tenant === slow ? otherIsRead : resolve()));
  expect(saved.toSorted()).toEqual(['quick', 'slow']);
});
