import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { EngageEvent } from '../domain/engage-fact.js';
import { ENGAGE, EngageOutbox } from './engage-outbox.js';
import { HandoverTimers } from './handover-timers.js';
import { HandoverTimeline } from './handover-timeline.js';
import { RunningHandover } from './running-handover.js';

/** An agent takes the conversation from the bot without being asked: the handover begins with the agent in it. */
@Injectable()
export class Rejoin {
  constructor(
    private readonly records: HandoverTimeline,
    private readonly running: RunningHandover,
    private readonly engage: EngageOutbox,
    private readonly timers: HandoverTimers,
  ) {}

  async run(
    tenant: Tenant,
    conversation: Conversation,
    event: EngageEvent,
    reason = 'Reopened by an agent',
  ): Promise<void> {
    const handover = this.timers.begin(tenant, conversation, { reason });
    const handedOver = await this.records.begin(conversation, handover);
    await this.engage.append(tenant, handedOver, [{ kind: ENGAGE.start, payload: { handoverId: handover.id } }]);
    await this.running.join(tenant, handedOver, handover, { interventionId: event.interventionId });
  }
}
