import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type SessionId, SystemClock, type TenantId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { FireTimers, StartHandover } from '../index.js';
import { HandoverStore } from '../ports/handover-store.js';
import { HandoverWorld } from '../testing/handover-world.js';
import { FireTimer } from './fire-timer.js';

let world: HandoverWorld;
beforeAll(async () => {
  world = await HandoverWorld.create();
});
afterAll(() => world.close());
afterEach(() => vi.restoreAllMocks());

/** A tenant with handovers whose timers have been due for this long. */
async function aTenantWith(handovers: number, dueForMinutes: number): Promise<Tenant> {
  const tenant = await world.tenant();
  for (let session = 0; session < handovers; session++)
    await world.get(StartHandover).run(tenant, world.start({ sessionId: `s${session}` as SessionId }));
  await world.settled();
  await world.rows(
    tenant,
    "UPDATE handovers SET inactivity_due_at = clock_timestamp() - $2 * interval '1 minute' WHERE tenant_id = $1",
    [dueForMinutes],
  );
  return tenant;
}

it('pauses a failing timer and never keeps other tenants waiting', async () => {
  const failing = await aTenantWith(3, 60);
  const other = await aTenantWith(1, 1);
  const store = world.get(HandoverStore);
  const due = await world.database.acrossTenants(() => store.due(2, []));
  expect(due.map(({ tenantId }) => tenantId)).toEqual([failing.id, other.id]);

  const now = new Date();
  const clock = vi.spyOn(SystemClock.prototype, 'now').mockReturnValue(now);
  const tried: TenantId[] = [];
  vi.spyOn(world.get(FireTimer), 'run').mockImplementation(async ({ id }) => {
    tried.push(id);
    if (id === failing.id) throw new Error('It always fails.');
  });
  const triedByNextRun = async (): Promise<TenantId[]> => {
    await world.get(FireTimers).run(new AbortController().signal);
    return tried.splice(0).toSorted();
  };
  const all = [failing.id, failing.id, failing.id, other.id].toSorted();
  expect(await triedByNextRun()).toEqual(all);
  expect(await triedByNextRun()).toEqual([other.id]);
  clock.mockReturnValue(new Date(now.getTime() + 1_000));
  expect(await triedByNextRun()).toEqual(all);
});
