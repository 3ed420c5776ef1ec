import { Injectable } from '@nestjs/common';
import {
  type Attachment,
  ContactCentre,
  type EngageAuthor,
  type EngageIntervention,
  type EngageThread,
  type EngageMessage,
  type ReplyToCustomer,
} from '#handover';
import type { EngageThreadId, ForeignId, JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { configured } from '../application/configured.js';
import { userParams } from '../application/message-params.js';
import { redactedAuthor, redactedMessage } from '../application/redact-message.js';
import { redactText } from '../application/redact-text.js';
import { bySendApi } from '../application/setting-errors.js';
import { asReplyError, EngageContents } from './engage-contents.js';
import { EngageDirectory } from './engage-directory.js';
import { EngageInterventions } from './engage-interventions.js';
import { EngageMessages } from './engage-messages.js';
import { EngageThreads } from './engage-threads.js';
import type { RestContext } from './rest-api.js';
import { SendApi } from './send-api.js';

/** RingCentral Engage Digital: messages and identities by the Send API, everything else by REST. */
@Injectable()
export class EngageContactCentre implements ContactCentre {
  constructor(
    private readonly sendApi: SendApi,
    private readonly messages: EngageMessages,
    private readonly threads: EngageThreads,
    private readonly handled: EngageInterventions,
    private readonly contents: EngageContents,
    private readonly directory: EngageDirectory,
  ) {}

  destination(tenant: Tenant, channelOwner: 'bot' | 'engage' = 'bot'): string {
    if (channelOwner === 'engage') return new URL(configured(tenant, 'baseApiUrl').baseApiUrl).host;
    return new URL(configured(tenant, 'realtimeEndpointUrl').realtimeEndpointUrl).host;
  }

  async sendMessage(tenant: Tenant, message: EngageMessage, signal: AbortSignal): Promise<void> {
    try {
      await this.messages.send(tenant, redactedMessage(tenant, message), signal);
    } catch (error) {
      throw bySendApi(error);
    }
  }

  async saveIdentity(tenant: Tenant, author: EngageAuthor, signal: AbortSignal): Promise<void> {
    try {
      await this.sendApi.createUser(tenant, userParams(redactedAuthor(tenant, author)), signal);
    } catch (error) {
      throw bySendApi(error);
    }
  }

  startTyping(
    tenant: Tenant,
    threadForeignId: ForeignId,
    preview: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    return this.sendApi.startTyping(tenant, threadForeignId, redactText(preview ?? '', tenant.engage.redact), signal);
  }

  stopTyping(tenant: Tenant, threadForeignId: ForeignId, signal: AbortSignal): Promise<void> {
    return this.sendApi.stopTyping(tenant, threadForeignId, signal);
  }

  markAsRead(tenant: Tenant, messageId: ForeignId, signal: AbortSignal): Promise<void> {
    return this.sendApi.markAsRead(tenant, messageId, signal);
  }

  findThread(tenant: Tenant, foreignId: ForeignId, signal: AbortSignal): Promise<EngageThread | undefined> {
    return this.threads.byForeignId(foreignId, agentFacing(tenant, signal));
  }

  readThread(tenant: Tenant, id: EngageThreadId, signal: AbortSignal): Promise<EngageThread | undefined> {
    return this.threads.byId(id, agentFacing(tenant, signal));
  }

  replaceCategories(
    tenant: Tenant,
    id: EngageThreadId,
    categoryIds: readonly string[],
    signal: AbortSignal,
  ): Promise<Date> {
    return this.threads.replaceCategories(id, categoryIds, agentFacing(tenant, signal));
  }

  /** Only sweeps read several threads at once, so these are background calls of the rate limit. */
  interventions(
    tenant: Tenant,
    threadIds: readonly EngageThreadId[],
    signal: AbortSignal,
  ): Promise<EngageIntervention[]> {
    return this.handled.ofThreads(threadIds, {
      tenant,
      signal,
      priority: threadIds.length > 1 ? 'background' : 'agent-facing',
    });
  }

  contentsSince(tenant: Tenant, threadId: EngageThreadId, since: Date, signal: AbortSignal): Promise<JsonObject[]> {
    return this.contents.ofThread(threadId, since, { tenant, signal, priority: 'background' });
  }

  sourceContentsSince(tenant: Tenant, sourceId: string, since: Date, signal: AbortSignal): Promise<JsonObject[]> {
    return this.contents.ofSource(sourceId, since, { tenant, signal, priority: 'background' });
  }

  async endIntervention(tenant: Tenant, intervention: EngageIntervention, signal: AbortSignal): Promise<void> {
    if (!intervention.closed) await this.handled.end(intervention, agentFacing(tenant, signal));
  }

  replyToCustomer(tenant: Tenant, reply: ReplyToCustomer, signal: AbortSignal): Promise<string> {
    return this.contents.reply(reply, agentFacing(tenant, signal));
  }

  findReplies(tenant: Tenant, reply: ReplyToCustomer, signal: AbortSignal): Promise<string[]> {
    return this.contents.repliesLike(reply, agentFacing(tenant, signal));
  }

  filesOf(tenant: Tenant, contentId: string, signal: AbortSignal): Promise<Attachment[]> {
    return this.contents.filesOf(contentId, agentFacing(tenant, signal));
  }

  async openOwnIntervention(tenant: Tenant, contentId: string, signal: AbortSignal): Promise<EngageIntervention> {
    const context = agentFacing(tenant, signal);
    try {
      const asVirtualAgent = tenant.engage.virtualAgent;
      return await (asVirtualAgent ? this.handled.engage(contentId, context) : this.handled.open(contentId, context));
    } catch (error) {
      throw asReplyError(error);
    }
  }

  comment(
    tenant: Tenant,
    comment: { interventionId: string; userId: string; text: string },
    signal: AbortSignal,
  ): Promise<void> {
    const text = redactText(comment.text, tenant.engage.redact);
    return this.handled.comment({ ...comment, text }, agentFacing(tenant, signal));
  }

  async sourceName(tenant: Tenant, sourceId: string, signal: AbortSignal): Promise<string | undefined> {
    return (await this.directory.source(agentFacing(tenant, signal), sourceId))?.name;
  }

  routesTasks(tenant: Tenant, signal: AbortSignal): Promise<boolean> {
    return this.directory.routesTasks(agentFacing(tenant, signal));
  }
}

function agentFacing(tenant: Tenant, signal: AbortSignal): RestContext {
  return { tenant, signal, priority: 'agent-facing' };
}
