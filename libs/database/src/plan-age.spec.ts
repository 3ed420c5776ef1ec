import type pg from 'pg';
import { afterEach, expect, it, vi } from 'vitest';
import { forgetOldPlans } from './plan-age.js';

afterEach(() => void vi.restoreAllMocks());

it('lets a connection plan again once its plans are old, and each for itself', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  const connection = (): { client: pg.ClientBase; sent: string[] } => {
    const sent: string[] = [];
    const query = (sql: string): Promise<void> => Promise.resolve(void sent.push(sql));
    return { client: { query } as unknown as pg.ClientBase, sent };
  };
  const [one, two] = [connection(), connection()];
  await forgetOldPlans(one.client);
  now.mockReturnValue(4_999);
  await forgetOldPlans(one.client);
  await forgetOldPlans(two.client);
  expect(one.sent).toEqual([]);
  now.mockReturnValue(5_000);
  await forgetOldPlans(one.client);
  await forgetOldPlans(one.client);
  await forgetOldPlans(two.client);
  expect([one.sent, two.sent]).toEqual([['DISCARD PLANS'], []]);
});
