import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { EngageEvent } from '../domain/engage-fact.js';
import type { Handover } from '../domain/handover.js';
import { HandoverStore } from '../ports/handover-store.js';
import { Rejoin } from './rejoin.js';
import { RunningHandover } from './running-handover.js';

/** How long after the end of a handover an agent's words still belong to it, in milliseconds. */
const GOODBYE_MS = 60_000;

/** What an agent's words in Engage do: they join the handover that runs, or pause a bot that nobody asked to hand over. */
@Injectable()
export class Interruption {
  constructor(
    private readonly handovers: HandoverStore,
    private readonly running: RunningHandover,
    private readonly rejoin: Rejoin,
  ) {}

  /** The caller holds the conversation's lock. */
  async run(tenant: Tenant, conversation: Conversation, event: EngageEvent): Promise<void> {
    const last = await this.handovers.latest(tenant.id, conversation.id);
    if (last && !last.endedAt) return this.join(tenant, conversation, last, event);
    if (last?.endedAt && isGoodbye(event, last.endedAt)) return;
    await this.rejoin.run(tenant, conversation, event, 'An agent answered');
  }

  private async join(
    tenant: Tenant,
    conversation: Conversation,
    handover: Handover,
    { interventionId }: EngageEvent,
  ): Promise<void> {
    const current =
      handover.status === 'queue'
        ? await this.running.join(tenant, conversation, handover, { interventionId })
        : { conversation, handover };
    await this.running.firstAgentMessage(tenant, current.conversation, current.handover, null);
  }
}

/** Said before the close or soon after it: Engage tells of a reply only once it was sent, which may be later. */
function isGoodbye({ issuedAt }: EngageEvent, endedAt: Date): boolean {
  return issuedAt !== undefined && issuedAt.getTime() <= endedAt.getTime() + GOODBYE_MS;
}
