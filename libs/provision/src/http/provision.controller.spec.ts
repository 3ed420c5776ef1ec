import type { FastifyReply } from 'fastify';
import { describe, expect, it } from 'vitest';
import { Admin } from '#tenant-config';
import type { ReadRun } from '../application/read-run.js';
import type { StartRun } from '../application/start-run.js';
import type { ProvisionRun } from '../domain/run.js';
import { ProvisionController } from './provision.controller.js';

const ADMIN = new Admin('tester', 'admin', null, { requestId: 'r-1', keyId: null, address: null });

/** The answer for a run that is in this state when the caller is answered. */
async function answerOf(status: ProvisionRun['status']): Promise<{ code: number; location: string | undefined }> {
  const progress = { done: 1, total: 14 };
  const times = { startedAt: new Date(0), endedAt: null };
  const run: ProvisionRun = { id: 'run-1', mode: 'apply', status, progress, steps: [], error: null, ...times };
  const answer = { code: 200, location: undefined as string | undefined };
  const reply = {
    header: (_name: string, value: string) => (answer.location = value),
    status: (code: number) => (answer.code = code),
  };
  const start = { run: async () => run } as unknown as StartRun;
  const controller = new ProvisionController(start, {} as ReadRun);
  await controller.provision(ADMIN, 'acme', { mode: 'apply' }, {}, undefined, reply as unknown as FastifyReply);
  return answer;
}

describe('ProvisionController', () => {
  it('answers 202 with a Location while the run continues', async () => {
    const location = '/admin/tenants/acme/provision/run-1';
    expect(await answerOf('running')).toEqual({ code: 202, location });
    expect(await answerOf('done')).toEqual({ code: 200, location });
    expect(await answerOf('failed')).toEqual({ code: 200, location });
  });
});
