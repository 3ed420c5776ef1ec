import { describe, expect, it, vi } from 'vitest';
import { newId, type TenantId } from '#kernel';
import type { ExamineTenant } from '../application/examine-tenant.js';
import { Examinations } from '../ports/examinations.js';
import { ExamineDueTenants } from './examine-due-tenants.js';

class FakeExaminations extends Examinations {
  constructor(private readonly due: TenantId[]) {
    super();
  }

  async take(most: number): Promise<TenantId[]> {
    return this.due.splice(0, most);
  }

  async note(): Promise<void> {
    // not asked for here
  }
}

describe('the hourly examination', () => {
  it('examines each tenant that is due, a few at a time, and one failure does not affect the others', async () => {
    const due = Array.from({ length: 9 }, () => newId<TenantId>());
    let [running, most] = [0, 0];
    const hourly = vi.fn(async (id: TenantId) => {
      most = Math.max(most, (running += 1));
      await new Promise(setImmediate);
      running -= 1;
      if (id === due[2]) throw new Error('broken');
    });
    const examine = { hourly } as unknown as ExamineTenant;
    await new ExamineDueTenants(new FakeExaminations([...due]), examine).run(new AbortController().signal);
    expect(hourly.mock.calls.flat().sort()).toEqual(due.toSorted());
    expect(most).toBe(4);
  });

  it('ends early when the process stops', async () => {
    const hourly = vi.fn();
    const examine = { hourly } as unknown as ExamineTenant;
    const due = [newId<TenantId>()];
    await new ExamineDueTenants(new FakeExaminations(due), examine).run(AbortSignal.abort());
    expect(hourly).not.toHaveBeenCalled();
  });
});
