import { beforeEach, expect, it } from 'vitest';
import { FakeClock } from '#testing';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { FakeAgentsOnDuty } from '../testing/fake-agents-on-duty.js';
import { AvailableAgents } from './available-agents.js';

const tenant = aTenant();
const { agentCategoryId = '' } = tenant.engage;
const [mara, jonas, noor] = ['mara', 'jonas', 'noor'].map((agentId) => ({ agentId, isAvailable: agentId !== 'jonas' }));
let onDuty: FakeAgentsOnDuty;
let clock: FakeClock;
let agents: AvailableAgents;
beforeEach(() => {
  onDuty = new FakeAgentsOnDuty();
  onDuty.byCategory.set(agentCategoryId, [mara!, jonas!, noor!]);
  clock = new FakeClock();
  agents = new AvailableAgents(onDuty, clock);
});

it('counts who is connected and who is available', async () => {
  expect(await agents.count(tenant, [])).toEqual({ counts: { connected: 3, available: 2 }, at: clock.now() });
  expect(onDuty.asked).toEqual([
    { tenantId: tenant.id, sourceIds: [tenant.engage.sourceId], categoryId: agentCategoryId },
  ]);
});

it('counts only agents who have every category', async () => {
  onDuty.byCategory.set('billing', [jonas!, noor!]).set('french', [jonas!]);
  expect((await agents.count(tenant, ['billing'])).counts).toEqual({ connected: 2, available: 1 });
  expect((await agents.count(tenant, ['billing', 'french', 'billing'])).counts).toEqual({ connected: 1, available: 0 });
  expect((await agents.count(tenant, ['nothing'])).counts).toEqual({ connected: 0, available: 0 });
  expect(onDuty.asked.map(({ categoryId }) => categoryId)).toEqual([agentCategoryId, 'billing', 'french', 'nothing']);
});

it('asks once for all callers at the same time, and again when the answer is ten seconds old', async () => {
  const at = clock.now();
  const together = await Promise.all([1, 2, 3].map(() => agents.count(tenant, [])));
  clock.advance(9_999);
  expect([...together, await agents.count(tenant, [])].map((seen) => seen.at)).toEqual([at, at, at, at]);
  expect(onDuty.asked).toHaveLength(1);
  clock.advance(2);
  expect((await agents.count(tenant, [])).at).toEqual(clock.now());
  expect(onDuty.asked).toHaveLength(2);
});

it('keeps tenants and sources apart', async () => {
  await agents.count(tenant, []);
  await agents.count(aTenant(), []);
  await agents.count(tenant, [], ['whatsapp']);
  const bySources = aTenant({ engage: { sourceId: undefined, nativeSourceIds: ['whatsapp', 'apple'] } });
  await agents.count(bySources, []);
  expect(onDuty.asked).toHaveLength(4);
  expect(onDuty.asked.at(-1)?.sourceIds).toEqual(['whatsapp', 'apple']);
});

it('returns the last known agents for five minutes while Engage fails, then none', async () => {
  const seenAt = clock.now();
  await agents.count(tenant, []);
  onDuty.failure = new Error('Engage is away.');
  for (let second = 0; second < 290; second += 10) {
    clock.advance(10_001);
    expect(await agents.count(tenant, [])).toEqual({ counts: { connected: 3, available: 2 }, at: seenAt });
  }
  clock.advance(10_001);
  expect(await agents.count(tenant, [])).toEqual({ counts: undefined, at: clock.now() });
  onDuty.failure = undefined;
  clock.advance(10_001);
  expect((await agents.count(tenant, [])).counts).toEqual({ connected: 3, available: 2 });
});

it('does not ask again within ten seconds of a failure', async () => {
  onDuty.failure = new Error('Engage is away.');
  for (let call = 0; call < 5; call++) expect((await agents.count(tenant, [])).counts).toBeUndefined();
  expect(onDuty.asked).toHaveLength(1);
});

it('knows no agents of a tenant without an agent category, and does not ask', async () => {
  const bare = aTenant({ engage: { agentCategoryId: undefined } });
  expect((await agents.count(bare, [])).counts).toBeUndefined();
  expect(onDuty.asked).toEqual([]);
});
