import { Injectable, Logger } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import { ConversationActions } from '../adapters/conversation-actions.js';
import { textMessage } from '../adapters/message-templates.js';
import { chatlayerBotOf } from './chatlayer-bot.js';
import type { WebhookCall } from './webhook-call.js';

/** Gives Chatlayer time to read our reply and to resume its bot. */
const AFTER_REPLY_MS = 500;
const DEADLINE_MS = 15_000;

/**
 * Notifies the customer that no agent comes, if the tenant has a text for it. There is no handover and so no lane: it is
 * tried only once.
 */
@Injectable()
export class SendRefusal {
  private readonly log = new Logger(SendRefusal.name);

  constructor(private readonly actions: ConversationActions) {}

  /** Returns at once. @param text the tenant's text in the customer's language; default: the one of the Chatlayer settings */
  afterReply(tenant: Tenant, call: WebhookCall, why: 'unavailable' | 'disabled', text?: string): void {
    setTimeout(() => {
      this.notify(tenant, call, why, text).catch((error: unknown) =>
        this.log.warn({ err: error }, 'The customer could not be notified that no agent is available.'),
      );
    }, AFTER_REPLY_MS).unref();
  }

  private async notify(
    tenant: Tenant,
    { botId, version, sessionId }: WebhookCall,
    why: 'unavailable' | 'disabled',
    given: string | undefined,
  ): Promise<void> {
    const bot = chatlayerBotOf(tenant);
    const target = { tenantId: tenant.id, bot, botId, version, sessionId };
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const text = given ?? bot.texts[why];
    if (text !== undefined) await this.actions.sendMessages(target, [textMessage(text)], signal);
    if (bot.dialogs.unavailable) await this.actions.gotoDialog(target, bot.dialogs.unavailable, signal);
  }
}
