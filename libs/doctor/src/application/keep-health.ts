import { Injectable, Logger } from '@nestjs/common';
import type { TenantId } from '#kernel';
import { type CheckResult, TenantHealth } from '#tenant-config';

/** Stores results of checks, and logs changes: alerts can use the log or the metrics. */
@Injectable()
export class KeepHealth {
  private readonly logger = new Logger('Health');

  constructor(private readonly health: TenantHealth) {}

  /** @param isComplete see `TenantHealth.record` */
  async record(tenantId: TenantId, results: readonly CheckResult[], isComplete = false): Promise<void> {
    const news = results.filter((result) => !result.postponed);
    const changes = await this.health.record(tenantId, news, isComplete && news.length === results.length);
    for (const { id, before, after } of changes) {
      const facts = { tenantId, check: id, before, after };
      const detail = results.find((result) => result.id === id)?.detail;
      if (after === 'fail') this.logger.warn({ ...facts, detail }, 'A connection check fails.');
      else if (before !== undefined) this.logger.log({ ...facts, detail }, 'A connection check has changed.');
    }
  }
}
