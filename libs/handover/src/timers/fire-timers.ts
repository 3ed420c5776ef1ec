import { Injectable, Logger } from '@nestjs/common';
import { Database, FrequentJob } from '#database';
import { TenantDirectory } from '#tenant-config';
import type { Handover } from '#handover-rules';
import { HandoverStore } from '../ports/handover-store.js';
import { FailingTimers } from './failing-timers.js';
import { FireTimer } from './fire-timer.js';

const BATCH = 500;
/** Timers that fire together: one whose Engage hangs does not keep all others waiting. */
const AT_A_TIME = 8;

/** Fires the timers of handovers that are due, each about a second late at most. */
@Injectable()
export class FireTimers extends FrequentJob {
  readonly name = 'handover-timers';
  readonly everyMs = 1_000;
  private readonly logger = new Logger(FireTimers.name);

  constructor(
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly handovers: HandoverStore,
    private readonly failing: FailingTimers,
    private readonly timer: FireTimer,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    const due = await this.database.acrossTenants(() => this.handovers.due(BATCH, this.failing.resting()));
    for (let next = 0; next < due.length && !signal.aborted; next += AT_A_TIME)
      await Promise.all(due.slice(next, next + AT_A_TIME).map((handover) => this.tryOne(handover, signal)));
  }

  private async tryOne(handover: Handover, signal: AbortSignal): Promise<void> {
    const { tenantId, id: handoverId } = handover;
    try {
      const tenant = await this.tenants.byId(tenantId);
      if (tenant?.enabled) await this.timer.run(tenant, handover, signal);
      this.failing.fired(handoverId);
    } catch (error) {
      const delayMs = this.failing.failed(handoverId);
      this.logger.error({ tenantId, handoverId, err: error }, `A timer failed; next attempt in ${delayMs} ms.`);
    }
  }
}
