import { describe, expect, it, vi } from 'vitest';
import { newId, type TenantId } from '#kernel';
import { type CheckResult, passed, postponed, type TenantHealth } from '#tenant-config';
import { KeepHealth } from './keep-health.js';

describe('keeping the health', () => {
  const record = vi.fn<TenantHealth['record']>(async () => []);
  const keep = new KeepHealth({ record } as unknown as TenantHealth);
  const tenantId = newId<TenantId>();
  const fine: CheckResult = { id: 'a', title: '', ...passed('') };
  const later: CheckResult = { id: 'b', title: '', ...postponed('later') };

  it('keeps the last result of a postponed check', async () => {
    await keep.record(tenantId, [fine, later], true);
    expect(record).toHaveBeenLastCalledWith(tenantId, [fine], false);
    await keep.record(tenantId, [fine], true);
    expect(record).toHaveBeenLastCalledWith(tenantId, [fine], true);
  });
});
