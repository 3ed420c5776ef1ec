import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { EngageEvent } from '../domain/engage-fact.js';
import { newHandover } from '../domain/handover.js';
import { ENGAGE, EngageOutbox } from './engage-outbox.js';
import { HandoverTimeline } from './handover-timeline.js';
import { RunningHandover } from './running-handover.js';

/** An agent reopened a closed case, and the tenant wants that to take the conversation from the bot again. */
@Injectable()
export class Rejoin {
  constructor(
    private readonly records: HandoverTimeline,
    private readonly running: RunningHandover,
    private readonly engage: EngageOutbox,
    private readonly clock: Clock,
  ) {}

  async run(tenant: Tenant, conversation: Conversation, event: EngageEvent): Promise<void> {
    const handover = newHandover(conversation, this.clock.now(), { reason: 'Reopened by an agent' });
    const handedOver = await this.records.begin(conversation, handover);
    await this.engage.append(tenant, handedOver, [{ kind: ENGAGE.start, payload: { handoverId: handover.id } }]);
    await this.running.join(tenant, handedOver, handover, { interventionId: event.interventionId });
  }
}
