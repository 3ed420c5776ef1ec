import { Injectable, Logger } from '@nestjs/common';
import { BotRejected } from '#bot-platforms';
import { type BotEvent, BotPlatform, ConversationStatus } from '#handover';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import { LRUCache } from 'lru-cache';
import { CHATLAYER, chatlayerBotOf } from '../application/chatlayer-bot.js';
import { NativeSourcesUnsupported } from '../application/native-sources.js';
import { addressIn } from '../application/session-address.js';
import { fillText } from './action-template.js';
import { agentBubbles } from './agent-message.js';
import { type ActionTarget, ConversationActions } from './conversation-actions.js';
import { type MessageTemplate, textMessage } from './message-templates.js';
import type { Shown } from './native-buttons.js';

type StatusData = Extract<BotEvent, { type: 'handover.status' }>['data'];
/** One call to Chatlayer. */
type Step = (signal: AbortSignal) => Promise<void>;

/** The text for each kind of end. */
const LAST_WORDS = { completed: 'goodbye', cancelled: 'cancelled', error: 'failed' } as const;
type End = keyof typeof LAST_WORDS;
const REMEMBERED_EVENTS = 10_000;

/** Sends messages to customers and resumes their bot by Chatlayer's conversation actions. */
@Injectable()
export class ChatlayerBotPlatform extends BotPlatform {
  override readonly name = CHATLAYER;
  private readonly log = new Logger(ChatlayerBotPlatform.name);
  /** Number of steps of an event that succeeded before one failed, so that a repeat does not send them twice. */
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
    if (event.type === 'user.message') throw new NativeSourcesUnsupported();
    const target = targetOf(tenant, event);
    const steps =
      event.type === 'agent.message'
        ? this.says(target, agentBubbles(event.data, shownBy(target, event)))
        : this.statusSteps(tenant, target, event, event.data);
    for (const [index, step] of steps.entries()) {
      if (index < (this.taken.get(event.id) ?? 0)) continue;
      await step(signal);
      this.taken.set(event.id, index + 1);
    }
    this.taken.delete(event.id);
  }

  private statusSteps(tenant: Tenant, target: ActionTarget, event: BotEvent, data: StatusData): Step[] {
    if (isEnd(data.status)) return this.endSteps(tenant, target, event, data.status);
    const { texts, dialogs } = target.bot;
    switch (data.event) {
      case 'accepted':
        return [...this.saysText(target, texts.accepted), ...this.goesTo(target, dialogs.success)];
      case 'queueUpdate':
        return this.saysText(target, texts.queueUpdate && queueText(texts.queueUpdate, data));
      case 'agentJoined':
      case 'active':
        return [...this.pauses(tenant, target), ...this.saysText(target, texts.agentJoined)];
      default:
        return [];
    }
  }

  /** Closing text, session data, resumption of the bot, and its next dialog, in this order. */
  private endSteps(tenant: Tenant, target: ActionTarget, event: BotEvent, status: End): Step[] {
    const { texts, dialogs, writesSessionData, resumeStrategy } = target.bot;
    const wasInformed = event.type === 'handover.status' && event.customerTold === true;
    const lastWords = wasInformed ? [] : this.saysText(target, texts[LAST_WORDS[status]]);
    const remember: Step = (signal) => this.remember(tenant, target, event, status, signal);
    return [
      ...[...lastWords, ...(writesSessionData ? [remember] : [])].map((step) => this.bestEffort(step)),
      ...(resumeStrategy === 'none' ? [] : [(signal: AbortSignal) => this.actions.resume(target, signal)]),
      ...this.goesTo(target, dialogs.afterHandover),
    ];
  }

  /** A refusal by Chatlayer must not keep the bot from being resumed. */
  private bestEffort(step: Step): Step {
    return (signal) =>
      step(signal).catch((error: unknown) => {
        if (!(error instanceof BotRejected)) throw error;
        this.log.warn({ err: error }, 'Chatlayer refused a call at the end of a handover; the bot is still resumed.');
      });
  }

  private async remember(
    tenant: Tenant,
    target: ActionTarget,
    { sessionId, occurredAt }: BotEvent,
    status: End,
    signal: AbortSignal,
  ): Promise<void> {
    const { handover } = await this.status.run(tenant, sessionId);
    const data = {
      'ringcentral.status': status,
      ...(handover?.agentName && { 'ringcentral.lastAgent': handover.agentName }),
      'ringcentral.closedAt': occurredAt,
    };
    await this.actions.setSession(target, data, signal);
  }

  /** When an agent reopens a conversation, the bot has already been resumed. */
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

function isEnd(status: StatusData['status']): status is End {
  return status in LAST_WORDS;
}

/** @throws TenantIncomplete */
function targetOf(tenant: Tenant, { sessionId, address }: BotEvent): ActionTarget {
  const bot = chatlayerBotOf(tenant);
  const { botId = bot.botId, version } = addressIn(address);
  if (!botId) throw new TenantIncomplete(['bot.botId']);
  return { tenantId: tenant.id, bot, botId, version, sessionId };
}

function shownBy({ bot }: ActionTarget, { address }: BotEvent): Shown {
  return { channel: addressIn(address).channel, choiceDialog: bot.dialogs.agentChoice };
}

function queueText(text: string, { position, estimatedWaitTime }: StatusData): string {
  const minutes = estimatedWaitTime === undefined ? '?' : String(Math.max(1, Math.ceil(estimatedWaitTime / 60_000)));
  return fillText(text, { position: position === undefined ? '?' : String(position), minutes });
}
