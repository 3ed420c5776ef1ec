import { Injectable } from '@nestjs/common';
import { Clock, type ConversationId, type HandoverId, type JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest, SessionAddress } from '../domain/bot-request.js';
import type { Conversation } from '../domain/conversation.js';
import { type Handover, type HandoverOptions, newHandover } from '../domain/handover.js';
import { HandoverDisabled } from '../domain/handover.errors.js';
import type { Turn } from '../domain/history.js';
import { BotPlatforms } from '../ports/bot-platform.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { contextDataOf, CustomerProfile } from './customer-profile.js';
import { ENGAGE, EngageOutbox } from './engage-outbox.js';
import { requireEngage } from './handover-requirements.js';
import { HandoverTimeline } from './handover-timeline.js';
import { OncePerRequest } from './once-per-request.js';
import { SendHistory } from './send-history.js';

export interface StartHandoverCommand extends SessionAddress {
  readonly profile?: JsonObject;
  /** Oldest first. */
  readonly transcript?: readonly Turn[];
  readonly reason?: string;
  readonly summary?: string;
  /** Flat object shown to the agent. */
  readonly context?: JsonObject;
  readonly categoryIds: readonly string[];
  readonly options: HandoverOptions;
  readonly request: IdempotentRequest;
}

export interface StartedHandover {
  readonly handoverId: HandoverId;
  readonly conversationId: ConversationId;
  readonly status: 'queue';
  /** False when a handover was running already. */
  readonly created: boolean;
}

/** Takes a conversation from the bot and lets its lane bring it to the agents, with history and profile. */
@Injectable()
export class StartHandover {
  constructor(
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly begin: BeginHandover,
    private readonly handovers: HandoverStore,
  ) {}

  /** @throws HandoverDisabled, HandoverUnavailable, TenantIncomplete, SessionOfAnotherUser, IdempotencyKeyReused */
  run(tenant: Tenant, command: StartHandoverCommand): Promise<StartedHandover> {
    return this.once.run(tenant, { type: 'handover', ...command }, async () => {
      const conversation = await this.conversations.lockOrCreate(tenant.id, command);
      const running = await this.handovers.running(tenant.id, conversation.id);
      const handover = running ?? (await this.begin.run(tenant, conversation, command));
      return { handoverId: handover.id, conversationId: conversation.id, status: 'queue', created: !running };
    });
  }
}

/** The part of a start that is decided under the conversation's lock. */
@Injectable()
export class BeginHandover {
  constructor(
    private readonly platforms: BotPlatforms,
    private readonly profiles: CustomerProfile,
    private readonly history: SendHistory,
    private readonly engage: EngageOutbox,
    private readonly records: HandoverTimeline,
    private readonly clock: Clock,
  ) {}

  async run(tenant: Tenant, conversation: Conversation, command: StartHandoverCommand): Promise<Handover> {
    if (!tenant.handover.enabled) throw new HandoverDisabled();
    requireEngage(tenant);
    this.platforms.of(tenant).destination(tenant, conversation.address); // refuses what could never hear the answers
    if (command.profile) await this.profiles.learn(tenant, conversation, command.profile);
    const handover = newHandover(conversation, this.clock.now(), {
      ...command,
      contextData: contextDataOf(command.context).contextData ?? {},
    });
    const handedOver = await this.records.begin(conversation, handover);
    await this.history.run(tenant, handedOver, handover, command);
    await this.engage.append(tenant, handedOver, [{ kind: ENGAGE.start, payload: { handoverId: handover.id } }]);
    return handover;
  }
}
