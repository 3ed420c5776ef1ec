import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EngageBudgetSpent, EngageUnavailable, type EngageAdministration } from '#engage-outbound';
import type { Pauses } from '#database';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { PatientEngage } from './patient-engage.js';

const { signal } = new AbortController();
const wait = vi.fn<Pauses['wait']>(async () => undefined);
const engage = (): PatientEngage => new PatientEngage({} as EngageAdministration, aTenant(), signal, { wait });

beforeEach(() => wait.mockClear());

describe('PatientEngage', () => {
  it('waits while the calls of the domain are used up', async () => {
    let tries = 0;
    const call = async (): Promise<string> => {
      tries += 1;
      if (tries < 2) throw new EngageBudgetSpent('acme', 4_000);
      return 'done';
    };
    expect(await engage().call(call)).toBe('done');
    expect(wait.mock.calls).toEqual([[4_000, signal]]);
  });

  it('waits at most some minutes', async () => {
    const call = async (): Promise<string> => {
      throw new EngageBudgetSpent('acme', 5_000);
    };
    await expect(engage().call(call)).rejects.toThrow(EngageBudgetSpent);
    expect(wait).toHaveBeenCalledTimes(30);
  });

  it('does not repeat a call that failed for another reason', async () => {
    let tries = 0;
    const call = async (): Promise<string> => {
      tries += 1;
      throw new EngageUnavailable('It is away.');
    };
    await expect(engage().call(call)).rejects.toThrow(EngageUnavailable);
    expect(tries).toBe(1);
  });
});
