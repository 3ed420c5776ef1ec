import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { HandoverStore } from '../ports/handover-store.js';
import { SourceMarks } from '../ports/source-marks.js';

/** Called after Engage sent no events for a while: contents that come by events are read in the next minute. */
@Injectable()
export class ExpectLostContents {
  constructor(
    private readonly database: Database,
    private readonly handovers: HandoverStore,
    private readonly marks: SourceMarks,
  ) {}

  async run(tenantId: TenantId): Promise<void> {
    await this.database.inTenant(tenantId, async () => {
      await this.handovers.readContentsOfNative(tenantId);
      await this.marks.makeDue(tenantId);
    });
  }
}
