import { Injectable, Logger } from '@nestjs/common';
import { BotRejected } from '#bot-platforms';
import { type BotEvent, BotPlatform, ConversationStatus } from '#handover';
import type { JsonObject } from '#kernel';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import { LRUCache } from 'lru-cache';
import { CHATLAYER, chatlayerBotOf } from '../application/chatlayer-bot.js';
import { addressIn } from '../application/session-address.js';
import { fillText } from './action-template.js';
import { agentBubbles } from './agent-message.js';
import { type ActionTarget, ConversationActions } from './conversation-actions.js';
import { type MessageTemplate, textMessage } from './message-templates.js';

type StatusData = Extract<BotEvent, { type: 'handover.status' }>['data'];
/** One call to Chatlayer. */
type Step = (signal: AbortSignal) => Promise<void>;

const TERMINAL = ['completed', 'cancelled', 'error'];
const REMEMBERED_EVENTS = 10_000;

/** Speaks to customers and their bot by Chatlayer's conversation actions. */
@Injectable()
export class ChatlayerBotPlatform extends BotPlatform {
  override readonly name = CHATLAYER;
  private readonly log = new Logger(ChatlayerBotPlatform.name);
  /** How many steps of an event were taken before one failed, so that a repeat does not say the first ones twice. */
  private readonly taken = new LRUCache<string, number>({ max: REMEMBERED_EVENTS });

  constructor(
    private readonly actions: ConversationActions,
    private readonly status: ConversationStatus,
  ) {
    super();
  }

  override destination(tenant: Tenant): string {
    return new URL(chatlayerBotOf(tenant).apiBaseUrl).host;
  }

  override async deliver(tenant: Tenant, event: BotEvent, signal: AbortSignal): Promise<void> {
    if (event.type === 'agent.typing') return; // no conversation action shows it
    const target = targetOf(tenant, event);
    const steps =
      event.type === 'agent.message'
        ? this.says(target, agentBubbles(event.data, addressIn(event.address).channel))
        : this.statusSteps(tenant, target, event, event.data);
    for (const [index, step] of steps.entries()) {
      if (index < (this.taken.get(event.id) ?? 0)) continue;
      await step(signal);
      this.taken.set(event.id, index + 1);
    }
    this.taken.delete(event.id);
  }

  private statusSteps(tenant: Tenant, target: ActionTarget, event: BotEvent, data: StatusData): Step[] {
    if (TERMINAL.includes(data.status)) return this.endSteps(tenant, target, event, data);
    const { texts, dialogs } = target.bot;
    switch (data.event) {
      case 'accepted':
        return [...this.saysText(target, texts.accepted), ...this.goesTo(target, dialogs.success)];
      case 'queueUpdate':
        return this.saysText(target, texts.queueUpdate && queueText(texts.queueUpdate, data));
      case 'agentJoined':
        return [...this.pauses(tenant, target), ...this.saysText(target, texts.agentJoined)];
      default:
        return [];
    }
  }

  /** Last words, what the bot may know, the bot's voice, and where it goes on: in this order. */
  private endSteps(tenant: Tenant, target: ActionTarget, event: BotEvent, { status }: StatusData): Step[] {
    const { texts, dialogs, writesSessionData, resumeStrategy } = target.bot;
    return [
      ...this.saysText(target, status === 'error' ? texts.failed : texts.goodbye),
      ...(writesSessionData ? [(signal: AbortSignal) => this.remember(tenant, target, event, status, signal)] : []),
      ...(resumeStrategy === 'none' ? [] : [(signal: AbortSignal) => this.actions.resume(target, signal)]),
      ...this.goesTo(target, dialogs.afterHandover),
    ];
  }

  /** Session data is nice to have: a bot that is not resumed because of it would be worse. */
  private async remember(
    tenant: Tenant,
    target: ActionTarget,
    { sessionId, occurredAt }: BotEvent,
    status: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { handover } = await this.status.run(tenant, sessionId);
    const data: JsonObject = {
      'ringcentral.status': status,
      ...(handover?.agentName && { 'ringcentral.lastAgent': handover.agentName }),
      'ringcentral.closedAt': occurredAt,
    };
    await this.actions.setSession(target, data, signal).catch((error: unknown) => {
      if (!(error instanceof BotRejected)) throw error;
      this.log.warn(error, 'Chatlayer refused the session data: check bot.actionTemplates.setSession.');
    });
  }

  /** A conversation that an agent reopens was given back to the bot before. */
  private pauses({ handover }: Tenant, target: ActionTarget): Step[] {
    return handover.onReopen === 'rejoin' ? [(signal) => this.actions.pause(target, signal)] : [];
  }

  private says(target: ActionTarget, bubbles: readonly MessageTemplate[]): Step[] {
    return bubbles.length > 0 ? [(signal) => this.actions.sendMessages(target, bubbles, signal)] : [];
  }

  private saysText(target: ActionTarget, text: string | undefined): Step[] {
    return text === undefined || text === '' ? [] : this.says(target, [textMessage(text)]);
  }

  private goesTo(target: ActionTarget, dialog: string | undefined): Step[] {
    return dialog === undefined ? [] : [(signal) => this.actions.gotoDialog(target, dialog, signal)];
  }
}

/** @throws TenantIncomplete */
function targetOf(tenant: Tenant, { sessionId, address }: BotEvent): ActionTarget {
  const bot = chatlayerBotOf(tenant);
  const { botId = bot.botId, version } = addressIn(address);
  if (botId === undefined) throw new TenantIncomplete(['bot.botId']);
  return { bot, botId, version, sessionId };
}

function queueText(text: string, { position, estimatedWaitTime }: StatusData): string {
  const minutes = estimatedWaitTime === undefined ? '?' : String(Math.max(1, Math.ceil(estimatedWaitTime / 60_000)));
  return fillText(text, { position: position === undefined ? '?' : String(position), minutes });
}
