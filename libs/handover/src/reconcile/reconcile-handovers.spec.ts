import { expect, it } from 'vitest';
import { FrequentJob, Pauses } from '#database';
import { FakeTenantDirectory } from '../../../tenant-config/src/testing/fake-tenant-directory.js';
import { ReconcileHandovers } from './reconcile-handovers.js';
import type { ReconcileTenant } from './reconcile-tenant.js';

it('reconciles every minute in every worker, independent of clocks and of killed workers', () => {
  const job = new ReconcileHandovers(new FakeTenantDirectory(), {} as ReconcileTenant, new Pauses());
  expect(job).toBeInstanceOf(FrequentJob);
  expect(job.everyMs).toBeLessThanOrEqual(60_000);
});
