import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, type TenantId } from '#kernel';
import { type CheckResult, failed, passed, tenantConfigEntities, warned } from '#tenant-config';
import { insertTenant, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { PostgresTenantHealth } from '../../tenant-config/src/adapters/postgres-tenant-health.js';
import { PostgresExaminations } from './adapters/postgres-examinations.js';
import { PostgresTrafficMarks } from './adapters/postgres-traffic-marks.js';

let db: ThrowAwayDatabase;
let acme: TenantId;
let globex: TenantId;

beforeAll(async () => {
  db = await throwAwayDatabase({ entities: tenantConfigEntities });
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.dataSource.query('TRUNCATE tenants CASCADE');
  [acme, globex] = [await aTenantRow('acme'), await aTenantRow('globex')];
});

const aTenantRow = (slug: string, enabled = true): Promise<TenantId> =>
  insertTenant(db.dataSource, { slug, enabled, bot: { platform: 'generic' }, revision: 1 });

const result = (id: string, finding: Omit<CheckResult, 'id' | 'title'>): CheckResult => ({
  id,
  title: `Title of ${id}`,
  ...finding,
});

describe('the health of a tenant', () => {
  const health = () => new PostgresTenantHealth(db.database);

  it('is the last result of each check, and since when it has this status', async () => {
    const first = await health().record(acme, [result('b', failed('broken', 'repair')), result('a', passed('fine'))]);
    expect(first).toEqual(
      expect.arrayContaining([
        { id: 'a', before: undefined, after: 'pass' },
        { id: 'b', before: undefined, after: 'fail' },
      ]),
    );
    const [a, b] = await health().of(acme);
    expect([a, b]).toMatchObject([
      { id: 'a', status: 'pass', detail: 'fine', fix: null },
      { id: 'b', title: 'Title of b', status: 'fail', detail: 'broken', fix: 'repair' },
    ]);
    const changes = await health().record(acme, [
      result('b', failed('broken again', 'repair')),
      result('a', warned('old', 'renew')),
    ]);
    expect(changes).toEqual([{ id: 'a', before: 'pass', after: 'warn' }]);
    const [aLater, bLater] = await health().of(acme);
    expect(bLater).toMatchObject({ detail: 'broken again', changedSince: b?.changedSince });
    expect(bLater?.checkedAt.getTime()).toBeGreaterThan(b?.checkedAt.getTime() ?? 0);
    expect(aLater?.changedSince.getTime()).toBeGreaterThan(a?.changedSince.getTime() ?? 0);
  });

  it('keeps checks that a partial run omits, and drops those that a complete run no longer has', async () => {
    await health().record(acme, [result('a', passed('')), result('b', passed(''))]);
    await health().record(acme, [result('a', passed(''))]);
    expect((await health().of(acme)).map(({ id }) => id)).toEqual(['a', 'b']);
    await health().record(acme, [result('a', passed(''))], true);
    expect((await health().of(acme)).map(({ id }) => id)).toEqual(['a']);
  });

  it('is summed up with its problems only', async () => {
    await health().record(acme, [
      result('a', warned('old', 'renew')),
      result('b', passed('')),
      result('c', failed('x', 'y')),
    ]);
    await health().record(globex, [result('a', passed(''))], true);
    const summaries = await health().summaries([acme, globex, newId<TenantId>()]);
    expect(summaries.get(acme)).toMatchObject({ status: 'fail', problems: [{ id: 'a' }, { id: 'c' }] });
    expect(summaries.get(globex)).toMatchObject({ status: 'pass', checkedAt: expect.any(Date), problems: [] });
    expect(summaries.size).toBe(2);
    expect(await health().problemCounts()).toEqual(
      expect.arrayContaining([
        { id: 'a', status: 'warn', tenants: 1 },
        { id: 'c', status: 'fail', tenants: 1 },
      ]),
    );
  });

  it('is unknown until all checks have run once; a failure shows at once', async () => {
    const summary = async () => (await health().summaries([acme])).get(acme);
    await health().record(acme, [result('a', passed(''))]);
    expect(await summary()).toMatchObject({ status: 'unknown', isComplete: false, problems: [] });
    await health().record(acme, [result('a', failed('refused', 'renew'))]);
    expect(await summary()).toMatchObject({ status: 'fail', isComplete: false });
    expect(await health().completedAt(acme)).toBeUndefined();
    await health().record(acme, [result('a', passed('')), result('b', passed(''))], true);
    const completedAt = await health().completedAt(acme);
    await health().record(acme, [result('a', passed(''))]);
    expect(await summary()).toMatchObject({ status: 'pass', isComplete: true });
    expect(completedAt).toEqual(expect.any(Date));
    expect([await health().completedAt(acme), await health().completedAt(globex)]).toEqual([completedAt, undefined]);
  });

  it('of one tenant is never shown for another, and a deleted tenant has none', async () => {
    await health().record(acme, [result('a', failed('x', 'y'))]);
    expect(await health().of(globex)).toEqual([]);
    await db.dataSource.query('DELETE FROM tenants WHERE tenant_id = $1', [acme]);
    expect(await health().record(acme, [result('a', passed(''))])).toEqual([]);
    expect(await health().of(acme)).toEqual([]);
  });
});

describe('what traffic shows', () => {
  const marks = () => new PostgresTrafficMarks(db.database);

  it('is when calls were last accepted and refused', async () => {
    await marks().note(acme, 'webhooks', 'wrong secret');
    expect(await marks().of(acme)).toEqual([
      { subject: 'webhooks', acceptedAgo: undefined, refusedAgo: expect.any(Number), reason: 'wrong secret' },
    ]);
    await marks().note(acme, 'webhooks');
    const [mark] = await marks().of(acme);
    expect(mark?.acceptedAgo).toBeLessThan(mark?.refusedAgo ?? 0);
    expect(mark?.reason).toBe('wrong secret');
    expect(await marks().of(globex)).toEqual([]);
  });

  it('is nothing for a deleted tenant', async () => {
    await marks().note(newId<TenantId>(), 'webhooks');
  });
});

describe('the turns of examinations', () => {
  const [HOUR, SETTLE] = [3_600_000, 300_000];
  const turns = () => new PostgresExaminations(db.database);
  const take = (most = 10) => turns().take(most, HOUR, SETTLE);
  const passes = (minutes: number, tenantId?: TenantId) =>
    db.dataSource.query(
      `UPDATE tenant_examinations SET examined_at = examined_at - $1::float8 * interval '1 min' WHERE $2::uuid IS NULL OR tenant_id = $2::uuid`,
      [minutes, tenantId ?? null],
    );

  it('come to every enabled tenant once its settings have settled, only once, whichever process asks', async () => {
    await aTenantRow('off', false);
    expect(await take()).toEqual([]);
    await passes(4);
    expect(await take()).toEqual([]);
    await passes(2);
    const taken = await Promise.all([take(), take(), take()]);
    expect(taken.flat().sort()).toEqual([acme, globex].sort());
    expect(await take()).toEqual([]);
  });

  it('come again after their time, the longest ago first', async () => {
    await take();
    await passes(70);
    await passes(60, globex);
    expect(await take(1)).toEqual([globex]);
    expect(await take(1)).toEqual([acme]);
    expect(await take(1)).toEqual([]);
  });

  it('come soon to a tenant whose settings have changed, unless it was examined since', async () => {
    await turns().note(acme);
    await turns().note(globex);
    await db.dataSource.query('UPDATE tenants SET revision = revision + 1');
    await turns().note(globex);
    await take();
    await passes(6);
    expect(await take()).toEqual([acme]);
  });
});
