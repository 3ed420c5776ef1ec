import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { RunGoingOn } from '../domain/provision.errors.js';
import type { ProvisionMode, ProvisionRun, RunError, RunReport, RunStatus } from '../domain/run.js';
import type { Step } from '../domain/step.js';
import type { Wish } from '../domain/wish.js';
import { type NewRun, ProvisionRuns } from '../ports/provision-runs.js';

interface Row {
  readonly id: string;
  readonly mode: ProvisionMode;
  readonly status: RunStatus;
  readonly done: number;
  readonly total: number;
  readonly steps: Step[];
  readonly error: RunError | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly isLost: boolean;
}

/** Runs that are kept for each tenant. */
const KEPT = 20;
/** A process that has not reported for this time has stopped; its run changes nothing more. */
const IS_LOST = "(status = 'running' AND beat_at < clock_timestamp() - interval '60 s')";
const LOST: RunError = {
  code: 'provision.interrupted',
  detail: 'The process stopped during the run. Apply again to continue.',
};

@Injectable()
export class PostgresProvisionRuns extends ProvisionRuns {
  constructor(private readonly database: Database) {
    super();
  }

  begin(tenantId: TenantId, { id, mode, actor, wish }: NewRun): Promise<void> {
    return this.database.inTenant(tenantId, async () => {
      // the tenant's row is the lock: of two calls, the second one sees the run of the first one
      const [tenant] = await this.database.query<{ slug: string }>(
        'SELECT slug FROM tenants WHERE tenant_id = $1 FOR NO KEY UPDATE',
        [tenantId],
      );
      const [running] = await this.database.query<{ id: string }>(
        `SELECT id FROM provision_runs WHERE tenant_id = $1 AND status = 'running' AND NOT ${IS_LOST}`,
        [tenantId],
      );
      if (running) throw new RunGoingOn(tenant?.slug ?? '', running.id);
      await this.database.query(
        `INSERT INTO provision_runs (tenant_id, id, mode, status, actor, wish, started_at, beat_at)
         VALUES ($1, $2, $3, 'running', $4, $5, clock_timestamp(), clock_timestamp())`,
        [tenantId, id, mode, actor, JSON.stringify(wish)],
      );
      await this.database.query(
        `DELETE FROM provision_runs WHERE tenant_id = $1 AND id IN (
           SELECT id FROM provision_runs WHERE tenant_id = $1 ORDER BY started_at DESC OFFSET $2)`,
        [tenantId, KEPT],
      );
    });
  }

  async report(tenantId: TenantId, id: string, { steps, done, total }: RunReport): Promise<void> {
    await this.change(tenantId, id, 'steps = $3, done = $4, total = $5, beat_at = clock_timestamp()', [
      JSON.stringify(steps),
      done,
      total,
    ]);
  }

  async end(tenantId: TenantId, id: string, steps: readonly Step[], error?: RunError): Promise<void> {
    await this.change(
      tenantId,
      id,
      'steps = $3, done = $4, total = greatest(total, $4), error = $5, status = $6, ended_at = clock_timestamp()',
      [JSON.stringify(steps), steps.length, error ? JSON.stringify(error) : null, error ? 'failed' : 'done'],
    );
  }

  async find(tenantId: TenantId, id: string): Promise<ProvisionRun | undefined> {
    const [row] = await this.database.inTenant(tenantId, () =>
      this.database.query<Row>(
        `SELECT id, mode, status, done, total, steps, error, started_at AS "startedAt", ended_at AS "endedAt", ${IS_LOST} AS "isLost"
         FROM provision_runs WHERE tenant_id = $1 AND id = $2`,
        [tenantId, id],
      ),
    );
    return row && toRun(row);
  }

  async lastWish(tenantId: TenantId): Promise<Partial<Wish>> {
    const [row] = await this.database.inTenant(tenantId, () =>
      this.database.query<{ wish: Wish }>(
        "SELECT wish FROM provision_runs WHERE tenant_id = $1 AND mode = 'apply' ORDER BY started_at DESC LIMIT 1",
        [tenantId],
      ),
    );
    return row?.wish ?? {};
  }

  /** Changes only a run that is still running: a lost one is not continued. */
  private async change(tenantId: TenantId, id: string, set: string, values: readonly unknown[]): Promise<void> {
    await this.database.inTenant(tenantId, () =>
      this.database.query(`UPDATE provision_runs SET ${set} WHERE tenant_id = $1 AND id = $2 AND status = 'running'`, [
        tenantId,
        id,
        ...values,
      ]),
    );
  }
}

function toRun({ done, total, isLost, ...run }: Row): ProvisionRun {
  return {
    ...run,
    progress: { done, total },
    ...(isLost && { status: 'failed' as const, error: LOST }),
  };
}
