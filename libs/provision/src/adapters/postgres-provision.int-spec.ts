import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type TenantId } from '#kernel';
import { FakeClock, insertTenant, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { RunGoingOn } from '../domain/provision.errors.js';
import { WISH_DEFAULTS } from '../domain/wish.js';
import { owns } from '../testing/a-domain.js';
import { PostgresProvisionRuns } from './postgres-provision-runs.js';
import { PostgresProvisionedThings } from './postgres-provisioned-things.js';

const DOMAIN = 'acme.api.engagement.dimelo.com';

let db: ThrowAwayDatabase;
let things: PostgresProvisionedThings;
let runs: PostgresProvisionRuns;
beforeAll(async () => {
  db = await throwAwayDatabase();
  things = new PostgresProvisionedThings(db.database, new FakeClock());
  runs = new PostgresProvisionRuns(db.database);
});
afterAll(() => db.drop());

const aTenant = (engage: object = {}): Promise<TenantId> =>
  insertTenant(db.dataSource, { engage, engage_host: DOMAIN });
const begin = (tenantId: TenantId, mode: 'plan' | 'apply' = 'apply', wish = WISH_DEFAULTS): Promise<string> => {
  const id = newId();
  return runs.begin(tenantId, { id, mode, actor: 'tester', wish }).then(() => id);
};

describe('PostgresProvisionedThings', () => {
  it('keeps the last note, for each tenant and domain separately', async () => {
    const [ours, theirs] = [await aTenant(), await aTenant()];
    await things.save(ours, DOMAIN, owns('webhook', null));
    await things.save(ours, DOMAIN, owns('webhook', 'w1', { detail: { secretMark: 'm' } }));
    await things.save(ours, 'other.domain', owns('folder', 'f1'));
    expect(await things.list(ours, DOMAIN)).toEqual([owns('webhook', 'w1', { detail: { secretMark: 'm' } })]);
    expect(await things.list(theirs, DOMAIN)).toEqual([]);
    await things.forget(ours, DOMAIN, 'webhook');
    expect(await things.list(ours, DOMAIN)).toEqual([]);
  });

  it('finds what other tenants of the domain use, by their settings and by their runs', async () => {
    const ours = await aTenant({ botCategoryId: 'own' });
    await aTenant({ botCategoryId: 'by-settings' });
    const theirs = await aTenant();
    await things.save(theirs, DOMAIN, owns('category.root', 'by-run', { created: false }));
    const used = await things.usedByOthers(ours, DOMAIN, ['own', 'by-settings', 'by-run', 'free']);
    expect([...used].sort()).toEqual(['by-run', 'by-settings']);
    expect(await things.usedByOthers(ours, 'other.domain', ['by-settings', 'by-run'])).toEqual(new Set());
  });
});

describe('PostgresProvisionRuns', () => {
  it('allows one run of a tenant at a time', async () => {
    const [ours, theirs] = [await aTenant(), await aTenant()];
    const first = await begin(ours);
    await expect(begin(ours)).rejects.toThrow(RunGoingOn);
    await begin(theirs);
    await runs.end(ours, first, []);
    await begin(ours);
    expect(await runs.find(theirs, first)).toBeUndefined();
  });

  it('starts only one of two simultaneous calls', async () => {
    const ours = await aTenant();
    const outcomes = await Promise.allSettled([begin(ours), begin(ours), begin(ours)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('shows progress, the end and its reason', async () => {
    const ours = await aTenant();
    const id = await begin(ours);
    const step = { id: 'webhook', title: 'Webhook', action: 'create' as const, before: null, after: null };
    await runs.report(ours, id, { steps: [step], done: 1, total: 14 });
    expect(await runs.find(ours, id)).toMatchObject({
      status: 'running',
      progress: { done: 1, total: 14 },
      steps: [step],
    });
    await runs.end(ours, id, [step], { code: 'engage.unavailable', detail: 'It is away.' });
    expect(await runs.find(ours, id)).toMatchObject({
      status: 'failed',
      error: { code: 'engage.unavailable' },
      endedAt: expect.any(Date) as Date,
    });
    await runs.report(ours, id, { steps: [], done: 0, total: 1 });
    expect(await runs.find(ours, id)).toMatchObject({ status: 'failed' });
  });

  it('ends a run whose process does not report, and starts the next one', async () => {
    const ours = await aTenant();
    const id = await begin(ours);
    await db.dataSource.query("UPDATE provision_runs SET beat_at = now() - interval '61 s' WHERE id = $1", [id]);
    expect(await runs.find(ours, id)).toMatchObject({ status: 'failed', error: { code: 'provision.interrupted' } });
    await begin(ours);
  });

  it('remembers the last applied request, and 20 runs', async () => {
    const ours = await aTenant();
    expect(await runs.lastWish(ours)).toEqual({});
    const first = await begin(ours, 'apply', { ...WISH_DEFAULTS, teams: ['Service desk'] });
    await runs.end(ours, first, []);
    for (let more = 0; more < 19; more++) await runs.end(ours, await begin(ours, 'plan'), []);
    expect(await runs.lastWish(ours)).toMatchObject({ teams: ['Service desk'] });
    await begin(ours, 'apply');
    expect(await runs.find(ours, first)).toBeUndefined();
  });
});
