import { Injectable } from '@nestjs/common';
import type { ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';

export interface QueueUpdate {
  readonly threadForeignId: ForeignId;
  readonly position: number | undefined;
  /** Seconds, as Engage says it; bots get milliseconds. */
  readonly estimatedWaitSeconds: number | undefined;
}

/** Passes the place in the queue on to the bot: when it changed, and not more often than the tenant wants. */
@Injectable()
export class AcceptQueueUpdate {
  /** An unknown thread or a handover that is not waiting is no error: the update has no effect. */
  async run(_tenant: Tenant, _update: QueueUpdate): Promise<void> {
    throw new Error('not built');
  }
}
