import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { Handover } from '../domain/handover.js';
import { handoverNote } from '../domain/handover-note.js';
import { HandoverDisabled } from '../domain/handover.errors.js';
import type { StartHandoverCommand } from '../domain/start-handover-command.js';
import { BotPlatforms } from '../ports/bot-platform.js';
import { contextDataOf, CustomerProfile } from './customer-profile.js';
import { ENGAGE, EngageOutbox } from './engage-outbox.js';
import { requireEngage } from './handover-requirements.js';
import { HandoverTimers } from './handover-timers.js';
import { HandoverTimeline } from './handover-timeline.js';
import { SendHistory } from './send-history.js';

/** The part of a start that is decided under the conversation's lock. Where Engage owns the channel, it has history and profile. */
@Injectable()
export class BeginHandover {
  constructor(
    private readonly platforms: BotPlatforms,
    private readonly profiles: CustomerProfile,
    private readonly history: SendHistory,
    private readonly engage: EngageOutbox,
    private readonly records: HandoverTimeline,
    private readonly timers: HandoverTimers,
  ) {}

  async run(tenant: Tenant, conversation: Conversation, command: StartHandoverCommand): Promise<Handover> {
    if (!tenant.handover.enabled) throw new HandoverDisabled();
    requireEngage(tenant, conversation);
    this.platforms.of(tenant).destination(tenant, conversation.address); // refuses what could never hear the answers
    const isEngages = conversation.engageChannel !== undefined;
    if (command.profile && !isEngages) await this.profiles.learn(tenant, conversation, command.profile);
    const contextData = contextDataOf(command.context).contextData ?? {};
    const handover = this.timers.begin(tenant, conversation, { ...command, contextData, note: handoverNote(command) });
    const handedOver = await this.records.begin(conversation, handover);
    if (!isEngages) await this.history.run(tenant, handedOver, handover, command);
    const handoverId = handover.id;
    await this.engage.append(tenant, handedOver, [
      isEngages
        ? { kind: ENGAGE.prepare, payload: { handoverId } }
        : { kind: ENGAGE.identity, payload: { author: 'agent', handoverId } },
      { kind: ENGAGE.start, payload: { handoverId } },
    ]);
    return handover;
  }
}
