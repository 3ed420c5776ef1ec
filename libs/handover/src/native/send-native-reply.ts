import { Injectable } from '@nestjs/common';
import type { Delivery, DeliveryOutcome } from '#delivery';
import { Clock, type MessageId } from '#kernel';
import type { Tenant } from '#tenant-config';
import {
  type Conversation,
  type ConversationState,
  ENGAGE,
  type JournalEntry,
  type NativeChannel,
  NoOpenIntervention,
  type ReplyPayload,
} from '#handover-rules';
import { ContactCentre, type ReplyToCustomer } from '../ports/contact-centre.js';
import { MessageJournal } from '../ports/message-journal.js';
import { OpenOwnIntervention } from './open-own-intervention.js';
import { ReplyFaults } from './reply-faults.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

/** The bot's last message gets a few tries, but the customer's handover waits for it. */
const TRIES_BEFORE_HANDOVER = 3;

interface Plan {
  readonly conversation: Conversation;
  readonly channel: NativeChannel;
  readonly entry: JournalEntry;
  readonly reply: ReplyToCustomer;
}

/**
 * Writes the bot's answer to a customer of Engage. Engage stores none of our ids for contents, so a reply that was tried
 * before is looked for before it is written again.
 */
@Injectable()
export class SendNativeReply extends TenantDelivery {
  readonly kind = ENGAGE.reply;

  constructor(
    work: DeliveryContext,
    private readonly journal: MessageJournal,
    private readonly cases: OpenOwnIntervention,
    private readonly faults: ReplyFaults,
    private readonly contactCentre: ContactCentre,
    private readonly clock: Clock,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, signal }: Task): Promise<DeliveryOutcome> {
    const plan = await this.work.locked(delivery, (locked) => this.plan(delivery, locked));
    if ('type' in plan) {
      await this.cases.settle(tenant, delivery, undefined);
      return plan;
    }
    const { entry, channel, conversation } = plan;
    const contentId =
      (entry.attemptedAt && (await this.written(tenant, delivery, plan, signal))) ??
      (await this.write(tenant, delivery, plan, signal).catch(async (error: unknown) => {
        throw await this.faults.named(tenant, channel.sourceId, error, signal);
      }));
    if (channel.opensIntervention) await this.cases.recognise(tenant, delivery, conversation, signal);
    return {
      type: 'delivered',
      effect: async () => {
        await this.journal.setEngageContent(entry, contentId);
        await this.faults.clear(tenant, channel.sourceId);
      },
    };
  }

  override async onParked(delivery: Delivery, error: unknown): Promise<void> {
    const tenant = await this.work.tenantOf(delivery);
    if (tenant) await this.cases.settle(tenant, delivery, undefined);
    await this.work.locked(delivery, ({ tenantId, nativeChannel }) =>
      this.faults.report(tenantId, nativeChannel?.sourceId, error),
    );
  }

  /**
   * Runs under the lock: checks whether the bot's message may still be sent, and reads it. A message from before the handover
   * is in the lane before it, and reaches a customer who waits. The returned entry is the one from before this try.
   */
  private async plan(delivery: Delivery, conversation: Conversation): Promise<Plan | DeliveryOutcome> {
    const { tenantId, nativeChannel: channel, engageThreadId: threadId, state } = conversation;
    const payload = delivery.payload as unknown as ReplyPayload;
    const entry = await this.journal.find(tenantId, payload.messageId as MessageId);
    if (!entry || !channel || !threadId) return { type: 'superseded', reason: 'The message was erased.' };
    const reason = whyMuted(state, delivery.attempts);
    if (reason !== undefined) {
      await this.journal.mark(tenantId, [entry.id], 'muted');
      return { type: 'superseded', reason };
    }
    const { text, attachments, content } = entry;
    if (text.trim() === '' && attachments.length === 0 && !content)
      return { type: 'superseded', reason: 'The message is empty.' };
    if (!entry.attemptedAt) await this.journal.markAttempted(entry, this.clock.now());
    const { inReplyTo, private: isPrivate, capabilities } = payload;
    const said = { text, attachments, ...(content && { content }), capabilities };
    const after = await this.contentBefore(entry);
    const reply = { conversationId: conversation.id, threadId, inReplyTo, private: isPrivate, after, ...said };
    return { conversation, channel, entry, reply };
  }

  /** Read only if Engage is searched: after an attempt, and for a reply that needs two contents. */
  private async contentBefore(entry: JournalEntry): Promise<string | undefined> {
    const isSearchedFor = entry.attemptedAt !== undefined || entry.content !== undefined;
    return isSearchedFor ? this.journal.contentBefore(entry) : undefined;
  }

  /** What an earlier try wrote: a content with the same text that answers the same content and belongs to no other message. */
  private async written(
    tenant: Tenant,
    delivery: Delivery,
    { reply }: Plan,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const found = await this.contactCentre.findReplies(tenant, reply, signal);
    return this.work.locked(delivery, async ({ tenantId, id }) => {
      for (const contentId of found) if (!(await this.journal.holdsContent(tenantId, id, contentId))) return contentId;
      return undefined;
    });
  }

  private async write(
    tenant: Tenant,
    delivery: Delivery,
    { conversation, reply }: Plan,
    signal: AbortSignal,
  ): Promise<string> {
    try {
      return await this.contactCentre.replyToCustomer(tenant, reply, signal);
    } catch (error) {
      if (!(error instanceof NoOpenIntervention)) throw error;
      await this.cases.run(tenant, delivery, conversation, reply, error, signal);
      return this.contactCentre.replyToCustomer(tenant, reply, signal);
    }
  }
}

/** Why a reply must no longer be sent; undefined if it must be. */
function whyMuted(state: ConversationState, attempts: number): string | undefined {
  if (state === 'active') return 'An agent has the conversation.';
  return state === 'queue' && attempts >= TRIES_BEFORE_HANDOVER ? 'It kept the handover waiting.' : undefined;
}
