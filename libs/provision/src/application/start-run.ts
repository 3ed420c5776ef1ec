import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { newId } from '#kernel';
import {
  type Admin,
  AuditLog,
  HandoversRunning,
  type Precondition,
  RunningWork,
  type Tenant,
  TenantChanged,
} from '#tenant-config';
import type { ProvisionMode, ProvisionRun } from '../domain/run.js';
import { type Wish, WISH_DEFAULTS } from '../domain/wish.js';
import { ProvisionRuns } from '../ports/provision-runs.js';
import { LiveRuns } from './live-runs.js';
import { ReadRun } from './read-run.js';
import { siteOf } from './site-of.js';

/** How long a caller waits for the result, in milliseconds; a longer run is polled at its address. */
const ANSWER_WITHIN_MS = 20_000;

export interface ProvisionCall {
  readonly slug: string;
  readonly mode: ProvisionMode;
  /** Missing members are taken from the last applied run. */
  readonly wish: Partial<Wish>;
  /** Whether the revision of the tenant is the one that the caller read. */
  readonly isCurrent: Precondition;
}

/** Starts a run, and waits for it for a limited time. */
@Injectable()
export class StartRun {
  constructor(
    private readonly database: Database,
    private readonly read: ReadRun,
    private readonly work: RunningWork,
    private readonly audit: AuditLog,
    private readonly runs: ProvisionRuns,
    private readonly live: LiveRuns,
  ) {}

  /** @throws UnknownTenant, TenantChanged, TenantIncomplete, HandoversRunning, RunGoingOn */
  async run(admin: Admin, { slug, mode, wish, isCurrent }: ProvisionCall): Promise<ProvisionRun> {
    const { tenant, engageUrl } = await this.read.tenant(slug);
    if (!isCurrent(tenant.revision)) throw new TenantChanged();
    const site = siteOf(tenant, engageUrl);
    if (mode === 'destroy') await this.mustBeAtRest(tenant);
    const id = newId();
    const whole = { ...WISH_DEFAULTS, ...(await this.runs.lastWish(tenant.id)), ...wish };
    await this.runs.begin(tenant.id, { id, mode, actor: admin.name, wish: whole });
    if (mode !== 'plan') await this.record(admin, slug, mode, id);
    await this.live.start(id, { admin, tenant, site, mode, wish: whole }, ANSWER_WITHIN_MS);
    return this.read.one(slug, id);
  }

  /** A conversation with agents needs the categories and the webhook. */
  private async mustBeAtRest({ id }: Tenant): Promise<void> {
    const unfinished = await this.database.inTenant(id, () => this.work.unfinished(id, { side: 'engage' }));
    if (unfinished > 0) throw new HandoversRunning(unfinished, []);
  }

  private async record(admin: Admin, slug: string, mode: ProvisionMode, run: string): Promise<void> {
    await this.audit.record(admin, {
      action: 'tenant.provisioned',
      tenantSlug: slug,
      target: slug,
      detail: { mode, run },
    });
  }
}
