import { describe, expect, it } from 'vitest';
import { EngageBudgetSpent, EngageUnavailable, type EngageAdministration } from '#engage-outbound';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { PatientEngage } from './patient-engage.js';

const { signal } = new AbortController();
const engage = (): PatientEngage => new PatientEngage({} as EngageAdministration, aTenant(), signal);

describe('PatientEngage', () => {
  it('waits while the calls of the domain are used up', async () => {
    let tries = 0;
    const call = async (): Promise<string> => {
      tries += 1;
      if (tries < 2) throw new EngageBudgetSpent('acme', 1);
      return 'done';
    };
    expect(await engage().call(call)).toBe('done');
  });

  it('does not repeat what failed for another reason', async () => {
    let tries = 0;
    const call = async (): Promise<string> => {
      tries += 1;
      throw new EngageUnavailable('It is away.');
    };
    await expect(engage().call(call)).rejects.toThrow(EngageUnavailable);
    expect(tries).toBe(1);
  });
});
