import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Database } from '#database';
import type { TenantId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { CallOutcome, DecideFacts } from './decide-facts.js';
import type { FactCall } from './fact-call.js';
import { Intake } from './intake.js';

interface Run {
  readonly names: string;
  end(outcome: CallOutcome): void;
}

/** An intake whose transactions end when the test says so. */
function anIntake() {
  const runs: Run[] = [];
  const facts = {
    run: (_: TenantId, calls: readonly FactCall[]) =>
      new Promise<CallOutcome[]>((resolve) => {
        const names = calls.map(({ event }) => event?.id).join(' ');
        runs.push({ names, end: (outcome) => resolve(calls.map(() => outcome)) });
      }),
  };
  const database = { inTenant: (_: TenantId, work: () => Promise<unknown>) => work() };
  const intake = new Intake(database as unknown as Database, facts as unknown as DecideFacts);
  const take = (key: string, id: string): Promise<unknown> => {
    const event = { source: 'bot' as const, id, type: 'test', body: Buffer.alloc(0) };
    return intake.take({ id: 'tenant' as TenantId } as Tenant, { key, event, work: async () => id });
  };
  const started = async (): Promise<string[]> => {
    await nextTurn();
    await nextTurn();
    return runs.map(({ names }) => names);
  };
  return { take, started, run: (index: number) => runs[index] as Run };
}

const done: CallOutcome = { status: 'fulfilled', value: 'done' };

describe('Intake', () => {
  it('keeps the order of a key also when earlier calls are answered late', async () => {
    const { take, started, run } = anIntake();
    const locked = take('locked', 'a');
    await started();
    run(0).end('held');
    await started();
    const next = take('other', 'b').then(() => take('hot', 'c'));
    expect(await started()).toEqual(['a', 'a', 'b']);
    run(1).end(done); // its answer takes longer than that of the next one, because it waited
    run(2).end(done);
    await locked;
    expect(await started()).toEqual(['a', 'a', 'b', 'c']);
    const last = take('hot', 'd');
    expect(await started()).toEqual(['a', 'a', 'b', 'c']);
    run(3).end(done);
    await next;
    expect(await started()).toEqual(['a', 'a', 'b', 'c', 'd']);
    run(4).end(done);
    await last;
  });
});
