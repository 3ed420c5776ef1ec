import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { Admin } from '#tenant-config';
import type { Step } from '../domain/step.js';
import { WISH_DEFAULTS } from '../domain/wish.js';
import type { ProvisionRuns } from '../ports/provision-runs.js';
import { SITE } from '../testing/a-domain.js';
import { LiveRuns } from './live-runs.js';
import type { ProvisionTenant, RunRequest } from './provision-tenant.js';

const tenant = aTenant();
const request: RunRequest = {
  admin: new Admin('tester', 'admin', null, { requestId: 'r-1', keyId: null, address: null }),
  tenant,
  site: SITE,
  mode: 'apply',
  wish: WISH_DEFAULTS,
};
const STEP: Step = { id: 'webhook', title: 'Webhook', action: 'create', before: null, after: null };

describe('LiveRuns', () => {
  const end = vi.fn<ProvisionRuns['end']>(async () => undefined);
  const report = vi.fn<ProvisionRuns['report']>(async () => undefined);
  const run = vi.fn<ProvisionTenant['run']>();
  let live: LiveRuns;
  beforeEach(() => {
    vi.clearAllMocks();
    live = new LiveRuns({ end, report } as unknown as ProvisionRuns, { run } as unknown as ProvisionTenant);
  });

  it('waits for the result of a short run', async () => {
    run.mockResolvedValue([STEP]);
    await live.start('run-1', request, 60_000);
    expect(end).toHaveBeenCalledWith(tenant.id, 'run-1', [STEP]);
  });

  it('answers the caller after the time, and still finishes the run', async () => {
    let finish = (_steps: Step[]): void => undefined;
    run.mockImplementation((_request, tell) => {
      void tell({ steps: [STEP], done: 1, total: 9 });
      return new Promise((resolve) => (finish = resolve));
    });
    await live.start('run-1', request, 1);
    expect(report).toHaveBeenCalledWith(tenant.id, 'run-1', { steps: [STEP], done: 1, total: 9 });
    expect(end).not.toHaveBeenCalled();
    finish([STEP, STEP]);
    await live.onApplicationShutdown();
    expect(end).toHaveBeenCalledWith(tenant.id, 'run-1', [STEP, STEP]);
  });

  it('stores why a run stopped early, with the finished steps', async () => {
    run.mockImplementation(async (_request, tell) => {
      await tell({ steps: [STEP], done: 1, total: 9 });
      throw new TypeError('secret detail');
    });
    await live.start('run-1', request, 60_000);
    const error = expect.objectContaining({ code: 'internal' }) as unknown;
    expect(end).toHaveBeenCalledWith(tenant.id, 'run-1', [STEP], error);
    expect(JSON.stringify(end.mock.calls)).not.toContain('secret detail');
  });

  it('stops early when the process stops', async () => {
    run.mockImplementation((_request, _tell, signal) => {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    });
    const started = live.start('run-1', request, 60_000);
    live.onModuleDestroy();
    await started;
    expect(end.mock.calls[0]?.[3]).toMatchObject({ code: 'provision.interrupted' });
  });
});
