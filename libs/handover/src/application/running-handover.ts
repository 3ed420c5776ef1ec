import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { EndCause, Handover } from '../domain/handover.js';
import { BotPlatforms, type HandoverProblem, type HandoverStatus } from '../ports/bot-platform.js';
import { BotOutbox } from './bot-outbox.js';
import { ENGAGE, EngageOutbox } from './engage-outbox.js';
import { HandoverNotes, type KnownCase } from './handover-notes.js';
import { HandoverTimeline } from './handover-timeline.js';

/** How each cause ends a handover. */
const STATUS_OF: Record<EndCause, Extract<HandoverStatus, 'completed' | 'cancelled' | 'error'>> = {
  agent: 'completed',
  'bot-close': 'completed',
  'operator-close': 'completed',
  reconciliation: 'completed',
  inactivity: 'completed',
  'bot-cancel': 'cancelled',
  'operator-resume': 'cancelled',
  'no-pickup': 'error',
  failure: 'error',
};

/** Ends that Engage does not know of, besides those of the bot side. */
const ENDED_BY_US: readonly EndCause[] = ['operator-close', 'inactivity', 'no-pickup', 'failure'];

export interface EndDetails {
  readonly error?: HandoverProblem;
  /** The bot hears of it in another way: no event is sent. */
  readonly announced?: boolean;
}

export interface JoinDetails extends KnownCase {
  readonly agentName?: string | null;
}

/** What can happen to a handover that runs. The caller holds the conversation's lock and the running transaction. */
@Injectable()
export class RunningHandover {
  constructor(
    private readonly records: HandoverTimeline,
    private readonly bot: BotOutbox,
    private readonly engage: EngageOutbox,
    private readonly platforms: BotPlatforms,
    private readonly notes: HandoverNotes,
    private readonly clock: Clock,
  ) {}

  /** An agent is there: from now on the customer waits for nobody. */
  async join(
    tenant: Tenant,
    conversation: Conversation,
    handover: Handover,
    details: JoinDetails,
  ): Promise<{ conversation: Conversation; handover: Handover }> {
    const tellsActive = this.platforms.of(tenant).activeFrom === 'join' && this.option(tenant, handover, 'activeEvent');
    const changes = {
      status: 'active' as const,
      joinedAt: this.clock.now(),
      agentName: details.agentName ?? handover.agentName,
      interventionId: details.interventionId ?? handover.interventionId,
      activeSent: handover.activeSent || tellsActive,
    };
    const joined = await this.records.change(conversation, handover, 'active', changes, 'agent joined');
    await this.bot.tell(tenant, joined.conversation, {
      type: 'handover.status',
      data: { handoverId: handover.id, status: tellsActive ? 'active' : 'queue', event: 'agentJoined' },
    });
    return { ...joined, handover: await this.notes.leave(tenant, joined.conversation, joined.handover, details) };
  }

  /** Later news of an agent who has joined may be the first to tell which case it is. */
  async knowCase(tenant: Tenant, conversation: Conversation, handover: Handover, known: KnownCase): Promise<void> {
    await this.notes.leave(tenant, conversation, handover, known);
  }

  /** The first words of an agent, where the platform takes those as the sign of being active. */
  async firstAgentMessage(
    tenant: Tenant,
    conversation: Conversation,
    handover: Handover,
    agentName: string | null,
  ): Promise<void> {
    if (handover.activeSent) return this.keepName(handover, agentName);
    const changed = await this.records.change(
      conversation,
      handover,
      conversation.state,
      { activeSent: true, agentName: agentName ?? handover.agentName },
      'agent wrote',
    );
    if (this.platforms.of(tenant).activeFrom === 'join' || !this.option(tenant, handover, 'activeEvent')) return;
    await this.bot.tell(tenant, conversation, {
      type: 'handover.status',
      data: { handoverId: changed.handover.id, status: 'active', event: 'active' },
    });
  }

  /** Another agent has the conversation; their first message brings their name. */
  async transfer(tenant: Tenant, conversation: Conversation, handover: Handover): Promise<void> {
    if (handover.agentName !== undefined) await this.records.rename(handover, undefined);
    const status = conversation.state === 'active' ? 'active' : 'queue';
    await this.bot.tell(tenant, conversation, {
      type: 'handover.status',
      data: { handoverId: handover.id, status, event: 'agentTransferred' },
    });
  }

  /** Gives the conversation back to the bot: exactly one terminal status, and the thread returns to the bot's category. */
  async end(
    tenant: Tenant,
    conversation: Conversation,
    handover: Handover,
    cause: EndCause,
    { error, announced = false }: EndDetails = {},
  ): Promise<void> {
    const status = STATUS_OF[cause];
    const ended = await this.records.change(
      conversation,
      handover,
      'bot',
      { status, endedAt: this.clock.now(), endCause: cause, ...(error && { error }) },
      cause,
    );
    const data = { handoverId: handover.id, status, event: status, ...(error && { error }) };
    if (!announced) await this.bot.tell(tenant, ended.conversation, { type: 'handover.status', data });
    const closeAgentSide = this.closesAgentSide(tenant, handover, cause);
    await this.engage.append(tenant, ended.conversation, [
      { kind: ENGAGE.return, payload: { handoverId: handover.id, closeAgentSide } },
    ]);
  }

  /** The customer has been silent for long; `count` is how often the bot was told since their last word. */
  async tellInactivity(tenant: Tenant, conversation: Conversation, handover: Handover, count: number): Promise<void> {
    const status = conversation.state === 'active' ? 'active' : 'queue';
    await this.bot.tell(tenant, conversation, {
      type: 'handover.status',
      data: { handoverId: handover.id, status, event: 'inactivity', inactivityCount: count },
    });
  }

  /** The conversation belongs to the agent who wrote last. */
  private async keepName(handover: Handover, agentName: string | null): Promise<void> {
    if (agentName !== null && agentName !== handover.agentName) await this.records.rename(handover, agentName);
  }

  private closesAgentSide(tenant: Tenant, handover: Handover, cause: EndCause): boolean {
    if (cause === 'bot-cancel' || cause === 'bot-close') return this.option(tenant, handover, 'closeAgentSide');
    return ENDED_BY_US.includes(cause);
  }

  private option<Name extends 'activeEvent' | 'closeAgentSide'>(
    tenant: Tenant,
    handover: Handover,
    name: Name,
  ): boolean {
    return handover.options[name] ?? tenant.handover[name];
  }
}
