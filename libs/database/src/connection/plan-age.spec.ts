import type pg from 'pg';
import { afterEach, expect, it, vi } from 'vitest';
import { forgetOldPlans } from './plan-age.js';

afterEach(() => void vi.restoreAllMocks());

it('makes each connection plan again once its own plans are old', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  const connection = (): { client: pg.ClientBase; sent: string[] } => {
    const sent: string[] = [];
    const query = (sql: string): Promise<void> => Promise.resolve(void sent.push(sql));
    return { client: { query } as unknown as pg.ClientBase, sent };
  };
  const [one, two] = [connection(), connection()];
  await forgetOldPlans(one.client);
  now.mockReturnValue(249);
  await forgetOldPlans(one.client);
  await forgetOldPlans(two.client);
  expect(one.sent).toEqual([]);
  for (const moment of [250, 250, 749, 750]) {
    now.mockReturnValue(moment);
    await forgetOldPlans(one.client);
  }
  expect([one.sent, two.sent]).toEqual([['DISCARD PLANS', 'DISCARD PLANS'], []]);
  for (let moment = 750; moment < 1_000_000; moment += 1_000) {
    now.mockReturnValue(moment);
    await forgetOldPlans(one.client);
  }
  expect(one.sent.length).toBeLessThan(2 + 7 + 1_000_000 / 60_000 + 1);
  expect(one.sent.length).toBeGreaterThan(1_000_000 / 60_000);
});
