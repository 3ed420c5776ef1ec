import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { ConversationStore } from '../ports/conversation-store.js';
import { DecideFact } from '../intake/decide-fact.js';

export interface QueueUpdate {
  readonly threadForeignId: ForeignId;
  readonly position: number | undefined;
  /** Seconds, as Engage says it; bots get milliseconds. */
  readonly estimatedWaitSeconds: number | undefined;
}

/** Takes the customer's place in the queue. */
@Injectable()
export class AcceptQueueUpdate {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly decide: DecideFact,
  ) {}

  /** An unknown thread or a handover that is not waiting is no error: the update has no effect. */
  async run(tenant: Tenant, { threadForeignId, ...update }: QueueUpdate): Promise<void> {
    if (update.position === undefined && update.estimatedWaitSeconds === undefined) return;
    await this.database.inTenant(tenant.id, async () => {
      const conversation = await this.conversations.lockByThreadForeignId(tenant.id, threadForeignId);
      if (conversation) await this.decide.run(tenant, conversation, { type: 'queue-update', ...update });
    });
  }
}
