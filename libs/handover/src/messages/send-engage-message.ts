import { Injectable } from '@nestjs/common';
import type { Delivery, DeliveryOutcome } from '#delivery';
import type { MessageId } from '#kernel';
import { ENGAGE, type JournalEntry, type MessagePayload } from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';
import { type MessageContext, MessageContexts } from '../ports/message-contexts.js';
import { MessageJournal } from '../ports/message-journal.js';
import { EngageAuthors } from './engage-authors.js';
import { StartFailures } from '../start/start-failures.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

/** Sends one journalled message to Engage. Its foreign id makes a repeat harmless. */
@Injectable()
export class SendEngageMessage extends TenantDelivery<MessageContext> {
  readonly kind = ENGAGE.message;

  constructor(
    work: DeliveryContext,
    private readonly journal: MessageJournal,
    private readonly contexts: MessageContexts,
    private readonly authors: EngageAuthors,
    private readonly contactCentre: ContactCentre,
    private readonly failures: StartFailures,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, known, signal }: Task<MessageContext>): Promise<DeliveryOutcome> {
    const { conversation, entry, handover, customer } = known;
    if (!entry) return { type: 'superseded', reason: 'The message was erased.' };
    if (handover?.endedAt !== undefined && handover.step === 'accepted')
      return {
        type: 'superseded',
        reason: 'The handover ended before Engage had it.',
        effect: () => this.keep(delivery, entry),
      };
    const { userId = conversation.userId, contextData = {} } = delivery.payload as unknown as MessagePayload;
    const { foreignId, text, attachments, content, reply, sentAt } = entry;
    const message = {
      conversationId: conversation.id,
      foreignId,
      threadForeignId: conversation.threadForeignId,
      author: await this.authors.of(tenant, { userId, known: customer }, entry.author),
      text,
      attachments,
      sentAt,
      contextData,
      ...(content && { content }),
      ...(reply && { reply }),
    };
    await this.contactCentre.sendMessage(tenant, message, signal);
    return { type: 'delivered' };
  }

  override onParked(delivery: Delivery, error: unknown): Promise<void> {
    return this.failures.endIfMisconfigured(delivery, error);
  }

  protected override read({ lane, payload }: Delivery): Promise<MessageContext> {
    const { messageId, handoverId, userId } = payload as unknown as MessagePayload;
    return this.contexts.read({ ...lane, messageId: messageId as MessageId, handoverId, userId });
  }

  /** A message that the agents never saw belongs to the history of the next handover. */
  private keep(delivery: Delivery, entry: JournalEntry): Promise<void> {
    return this.journal.mark(delivery.lane.tenantId, [entry.id], entry.author === 'system' ? 'muted' : 'unsent');
  }
}
