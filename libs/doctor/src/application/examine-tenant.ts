import { Injectable } from '@nestjs/common';
import type { TenantId } from '#kernel';
import {
  type Check,
  type CheckResult,
  type Tenant,
  TenantDirectory,
  TenantHealth,
  UnknownTenant,
} from '#tenant-config';
import { forTenant } from '../domain/for-tenant.js';
import { TOTAL_MS } from '../domain/run-limits.js';
import { Examinations } from '../ports/examinations.js';
import { CheckRun } from './check-run.js';
import { KeepHealth } from './keep-health.js';
import { TenantChecks } from './tenant-checks.js';

/** Runs the checks of a tenant and keeps their results. It changes nothing in Engage, at the bot or for a customer. */
@Injectable()
export class ExamineTenant {
  constructor(
    private readonly directory: TenantDirectory,
    private readonly checks: TenantChecks,
    private readonly keep: KeepHealth,
    private readonly health: TenantHealth,
    private readonly examinations: Examinations,
  ) {}

  /** All checks, within ten seconds. @throws UnknownTenant */
  async run(slug: string): Promise<CheckResult[]> {
    const tenant = await this.directory.bySlug(slug);
    if (!tenant) throw new UnknownTenant();
    const end = AbortSignal.timeout(TOTAL_MS);
    const results = await resultsOf(tenant, await this.checks.of(tenant, 'agent-facing', end), end);
    await this.keep.record(tenant.id, results, true);
    await this.examinations.note(tenant.id);
    return results;
  }

  /**
   * For a tenant that is due: all checks until they have run once, then only the cheap ones. The other checks keep
   * their last results.
   */
  async hourly(tenantId: TenantId): Promise<void> {
    const tenant = await this.directory.byId(tenantId);
    if (!tenant) return;
    const end = AbortSignal.timeout(TOTAL_MS);
    const all = await this.checks.of(tenant, 'background', end);
    const isFirst = !(await this.health.completedAt(tenantId));
    const due = isFirst ? all : all.filter(({ hourly }) => hourly);
    await this.keep.record(tenantId, await resultsOf(tenant, due, end), isFirst);
  }
}

async function resultsOf({ slug }: Tenant, checks: readonly Check[], end: AbortSignal): Promise<CheckResult[]> {
  const results = await new CheckRun(checks, end).run();
  return results.map((result) => forTenant(slug, result));
}
