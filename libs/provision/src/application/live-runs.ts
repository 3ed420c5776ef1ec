import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { AppError } from '#kernel';
import type { RunError, RunReport } from '../domain/run.js';
import type { Step } from '../domain/step.js';
import { ProvisionRuns } from '../ports/provision-runs.js';
import { ProvisionTenant, type RunRequest } from './provision-tenant.js';

/** How often a run reports that it is alive, in milliseconds. */
const BEAT_MS = 10_000;
const INTERRUPTED: RunError = {
  code: 'provision.interrupted',
  detail: 'The process stopped during the run. Repeat the call to continue.',
};

/** The runs in this process, whether or not a caller still waits for them. */
@Injectable()
export class LiveRuns implements OnModuleDestroy, OnApplicationShutdown {
  private readonly log = new Logger('Provision');
  private readonly stopping = new AbortController();
  private readonly live = new Set<Promise<void>>();

  constructor(
    private readonly runs: ProvisionRuns,
    private readonly provision: ProvisionTenant,
  ) {}

  /** Starts a run, and resolves when it has ended or the time is over. */
  async start(id: string, request: RunRequest, withinMs: number): Promise<void> {
    const run = this.go(id, request).finally(() => this.live.delete(run));
    this.live.add(run);
    const inTime = new AbortController();
    const late = pause(withinMs, undefined, { signal: inTime.signal }).catch(() => undefined); // the run was faster
    await Promise.race([run, late]);
    inTime.abort();
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.live);
  }

  private async go(id: string, request: RunRequest): Promise<void> {
    const { tenant } = request;
    let last: RunReport = { steps: [], done: 0, total: 0 };
    const report = (): Promise<void> => this.runs.report(tenant.id, id, last);
    const beat = setInterval(() => void report().catch(() => undefined), BEAT_MS); // the next report replaces it
    try {
      const tell = (received: RunReport): Promise<void> => {
        last = received;
        return report();
      };
      const done = await this.provision.run(request, tell, this.stopping.signal);
      await this.runs.end(tenant.id, id, done);
    } catch (error) {
      await this.fail(id, request, last.steps, error);
    } finally {
      clearInterval(beat);
    }
  }

  private async fail(id: string, { tenant }: RunRequest, steps: readonly Step[], error: unknown): Promise<void> {
    const reason = this.stopping.signal.aborted ? INTERRUPTED : reasonOf(error);
    if (!(error instanceof AppError))
      this.log.error({ err: error, tenantId: tenant.id, run: id }, 'A provisioning run failed.');
    try {
      await this.runs.end(tenant.id, id, steps, reason);
    } catch (cause) {
      this.log.warn(
        { err: cause, run: id },
        'The end of a provisioning run could not be stored; the run is shown as interrupted.',
      );
    }
  }
}

function reasonOf(error: unknown): RunError {
  if (error instanceof AppError) return { code: error.code, detail: error.message };
  return { code: 'internal', detail: 'Internal error. The log of the service has the details.' };
}
