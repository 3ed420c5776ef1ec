import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blankUser } from '../apps/engage-simulator/src/domain/state/blank-records.js';
import { stamp } from '../apps/engage-simulator/src/domain/state/seed.js';
import { Pauses } from '../libs/database/src/jobs/pauses.js';
import { ProvisionModule } from '../libs/provision/src/provision.module.js';
import { eventually, startWorld, type World } from './harness/index.js';

const AGENTS = 250;
const TEAM = 'Night shift';
const TEAM_ID = '65a1c0de0000000000002000';
/** Background calls that a domain gets per minute. */
const ALLOWED = 50;
/** A call that is allowed in one minute and is still on its way when the clock moves arrives in the next one. */
const ON_THEIR_WAY = 5;

interface Progress {
  readonly done: number;
  readonly total: number;
}
interface Run {
  readonly id: string;
  readonly status: string;
  readonly progress: Progress;
  readonly steps: { readonly id: string; readonly action: string }[];
}

describe('provisioning several hundred agents', () => {
  let world: World;
  /** Runs as callers see them while they wait for the rate limit. */
  const seen: Run[] = [];
  beforeAll(async () => {
    world = await startWorld();
    const { state } = world.acme.engage;
    const ids = Array.from({ length: AGENTS }, (_, index) => `65a1c0de0000000000001${String(index).padStart(3, '0')}`);
    for (const [index, id] of ids.entries())
      state.users.add({
        ...blankUser(),
        ...stamp(id),
        firstname: 'Agent',
        lastname: `No. ${index}`,
        email: `agent-${index}@example.org`,
        role_id: world.acme.engage.seed.roleId,
        team_ids: [TEAM_ID],
      });
    state.teams.add({ ...stamp(TEAM_ID), name: TEAM, leader_ids: [], user_ids: ids });
    world.connectors[0]!.app!.select(ProvisionModule).get(Pauses).wait = async (ms) => {
      seen.push(await runningNow());
      await letPass(ms);
    };
  });
  afterAll(() => world?.stop());

  async function runningNow(): Promise<Run> {
    const [row] = await world.database.dataSource.query<{ id: string }[]>(
      `SELECT id FROM provision_runs WHERE status = 'running'`,
    );
    return runOf(row?.id ?? '');
  }

  async function runOf(id: string): Promise<Run> {
    return (await world.admin.get<Run & Record<string, unknown>>(`/admin/tenants/acme/provision/${id}`)).body;
  }

  /** Moves the clock of the domain forward, and the count of its calls back, by this time. */
  async function letPass(ms: number): Promise<void> {
    world.acme.engage.clock.advance(ms);
    await world.database.dataSource.transaction(async (manager) => {
      await manager.query('LOCK TABLE engage_calls');
      const calls: unknown = await manager.query('SELECT * FROM engage_calls');
      await manager.query('TRUNCATE engage_calls');
      await manager.query(
        `INSERT INTO engage_calls SELECT domain, slot - $2 * interval '1 ms', tenant_id, background, calls
         FROM jsonb_populate_recordset(NULL::engage_calls, $1)`,
        [JSON.stringify(calls), ms],
      );
    });
  }

  async function provision(mode: string): Promise<Record<string, number>> {
    seen.length = 0;
    const path = `/admin/tenants/acme/provision?mode=${mode}`;
    const { body: begun } = await world.admin.post<Run & Record<string, unknown>>(path, { teams: [TEAM] });
    const body = await eventually(async () => {
      const run = await runOf(begun.id); // a slow run continues after the answer
      expect(run.status).toBe('done');
      return run;
    }, 120_000);
    expect(body.progress).toEqual({ done: body.steps.length, total: body.steps.length });
    const ofAgents = body.steps.filter(({ id }) => /^agent\.65a1c0de0000000000001/.test(id));
    return Object.fromEntries(
      [...Map.groupBy(ofAgents, ({ action }) => action)].map(([action, { length }]) => [action, length]),
    );
  }

  const progressOf = (runs: readonly Run[]): Progress[] => runs.map(({ progress }) => progress);
  const isRising = (shown: readonly Progress[]): boolean =>
    shown.every(({ done }, index) => index === 0 || done >= (shown[index - 1]?.done ?? 0));

  /** The largest number of calls for single agents in any minute. */
  function busiestMinute(): number {
    const { ledger } = world.acme.engage;
    const calls = ledger.find({ kind: 'rest' }).filter(({ name }) => /\/1\.0\/users\/65a1/.test(name));
    const times = calls.map(({ at }) => Date.parse(at));
    return Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length));
  }

  it('completes each agent within the limit of background calls, shows progress, and then changes nothing', async () => {
    expect(await provision('plan')).toEqual({ update: AGENTS });
    expect(seen.every(({ steps, progress }) => steps.length === 0 && progress.total === AGENTS)).toBe(true);
    expect(isRising(progressOf(seen))).toBe(true);
    expect(seen.at(-1)?.progress.done).toBeGreaterThan(AGENTS / 2);

    expect(await provision('apply')).toEqual({ update: AGENTS });
    const doing = seen.filter(({ steps }) => steps.length > 0);
    expect(isRising(progressOf(doing))).toBe(true);
    expect(doing.at(-1)?.progress.done).toBeGreaterThan(AGENTS / 2);

    const { state, seed, ledger } = world.acme.engage;
    const agents = state.users.filter(({ email }) => email.startsWith('agent-'));
    for (const { category_ids: skills, sources_permissions: rights, identity_ids: identities } of agents)
      expect([skills, rights[seed.sourceId], identities.length]).toEqual([
        [seed.agentCategoryId],
        ['read', 'reply'],
        1,
      ]);

    expect(await provision('apply')).toEqual({ keep: AGENTS });
    expect(busiestMinute()).toBeLessThanOrEqual(ALLOWED + ON_THEIR_WAY);
    expect(ledger.find({ kind: 'rest', status: 429 })).toEqual([]);
  }, 400_000);
});
