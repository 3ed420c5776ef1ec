import { Injectable, Logger } from '@nestjs/common';
import { FrequentJob } from '#database';
import type { TenantId } from '#kernel';
import { ExamineTenant } from '../application/examine-tenant.js';
import { Examinations } from '../ports/examinations.js';

const EVERY_MS = 3_600_000;
/** A tenant that is being set up changes often, and its administrator runs the checks by hand. */
const SETTLE_MS = 300_000;
/** Maximum per run; with one run per minute, 3,600 tenants per hour. */
const MOST = 60;
/** At the same time. */
const SIDE_BY_SIDE = 4;

/** Examines every tenant with the cheap checks once an hour, and five minutes after its settings have changed. */
@Injectable()
export class ExamineDueTenants extends FrequentJob {
  readonly name = 'examine-tenants';
  readonly everyMs = 60_000;
  private readonly logger = new Logger(ExamineDueTenants.name);

  constructor(
    private readonly examinations: Examinations,
    private readonly examine: ExamineTenant,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    const due = (await this.examinations.take(MOST, EVERY_MS, SETTLE_MS)).values();
    const worker = async (): Promise<void> => {
      for (const id of due) if (!signal.aborted) await this.tryTenant(id);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  }

  private async tryTenant(tenantId: TenantId): Promise<void> {
    try {
      await this.examine.hourly(tenantId);
    } catch (error) {
      this.logger.warn({ err: error, tenantId }, 'A tenant could not be checked; the next check is in an hour.');
    }
  }
}
