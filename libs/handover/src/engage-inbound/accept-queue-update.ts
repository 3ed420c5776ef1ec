import { Injectable } from '@nestjs/common';
import type { ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { Intake } from '../intake/intake.js';

export interface QueueUpdate {
  readonly threadForeignId: ForeignId;
  readonly position: number | undefined;
  /** Seconds, as in Engage; bots get milliseconds. */
  readonly estimatedWaitSeconds: number | undefined;
}

/** Accepts the customer's place in the queue. */
@Injectable()
export class AcceptQueueUpdate {
  constructor(private readonly intake: Intake) {}

  /** An unknown thread or a handover that is not waiting is not an error: the update has no effect. */
  async run(tenant: Tenant, { threadForeignId: foreignId, ...update }: QueueUpdate): Promise<void> {
    if (update.position === undefined && update.estimatedWaitSeconds === undefined) return;
    await this.intake.take(tenant, {
      reference: { by: 'thread', foreignId },
      work: async (conversation, { decide }) => conversation && decide({ type: 'queue-update', ...update }),
    });
  }
}
