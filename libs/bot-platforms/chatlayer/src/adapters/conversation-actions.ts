import { Injectable } from '@nestjs/common';
import { BotHttpClient } from '#bot-platforms';
import type { JsonObject, TenantId } from '#kernel';
import type { ChatlayerBot } from '../application/chatlayer-bot.js';
import { fillTemplate } from './action-template.js';
import type { MessageTemplate } from './message-templates.js';

/** A conversation as Chatlayer's API addresses it. */
export interface ActionTarget {
  readonly tenantId: TenantId;
  readonly bot: ChatlayerBot;
  readonly botId: string;
  /** As in the conversation's calls. */
  readonly version: string;
  readonly sessionId: string;
}

/**
 * Chatlayer's conversation actions: `POST {base}/v1/bots/{botId}/conversations/{sessionId}/actions?version=`, one action a
 * call. Any 2xx is success. Failures are those of `BotHttpClient`.
 */
@Injectable()
export class ConversationActions {
  constructor(private readonly http: BotHttpClient) {}

  /** Each message is a bubble of its own, in this order. */
  sendMessages(target: ActionTarget, messages: readonly MessageTemplate[], signal: AbortSignal): Promise<void> {
    return this.act(target, { sendMessages: [...messages] }, signal);
  }

  pause(target: ActionTarget, signal: AbortSignal): Promise<void> {
    return this.act(target, target.bot.templates.pause, signal);
  }

  gotoDialog(target: ActionTarget, dialogStateId: string, signal: AbortSignal): Promise<void> {
    return this.act(target, fillTemplate(target.bot.templates.gotoDialog, { dialogStateId }), signal);
  }

  setSession(target: ActionTarget, data: JsonObject, signal: AbortSignal): Promise<void> {
    return this.act(target, fillTemplate(target.bot.templates.setSession, { data }), signal);
  }

  /** Resumes the bot, in the way that the tenant has chosen. */
  async resume(target: ActionTarget, signal: AbortSignal): Promise<void> {
    const { resumeStrategy, templates } = target.bot;
    if (resumeStrategy === 'action') await this.act(target, templates.resume, signal);
    if (resumeStrategy === 'delete-session') await this.call(target, 'DELETE', 'session-data', '', signal);
  }

  private act(target: ActionTarget, action: JsonObject, signal: AbortSignal): Promise<void> {
    return this.call(target, 'POST', 'actions', JSON.stringify(action), signal);
  }

  private call(
    { tenantId, bot, botId, version, sessionId }: ActionTarget,
    method: 'POST' | 'DELETE',
    resource: string,
    body: string,
    signal: AbortSignal,
  ): Promise<void> {
    const conversation = `${bot.apiBaseUrl}/v1/bots/${encodeURIComponent(botId)}/conversations/${encodeURIComponent(sessionId)}`;
    const url = `${conversation}/${resource}?version=${encodeURIComponent(version)}`;
    const headers = { authorization: `Bearer ${bot.accessToken.reveal()}` };
    return this.http.post({ tenantId, method, url, headers, body }, signal);
  }
}
