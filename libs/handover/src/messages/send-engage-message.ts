import { Injectable } from '@nestjs/common';
import { type Delivery, DeliveryHandler, type DeliveryOutcome } from '#delivery';
import type { MessageId } from '#kernel';
import { ContactCentre } from '../ports/contact-centre.js';
import { HandoverStore } from '../ports/handover-store.js';
import { MessageJournal } from '../ports/message-journal.js';
import type { JournalEntry } from '../domain/journal-entry.js';
import { EngageAuthors } from './engage-authors.js';
import { ENGAGE, type MessagePayload } from '../domain/machine/engage-items.js';
import { StartFailures } from '../start/start-failures.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';

/** Sends one journalled message to Engage. Its foreign id makes a repeat harmless. */
@Injectable()
export class SendEngageMessage extends DeliveryHandler {
  readonly kind = ENGAGE.message;

  constructor(
    private readonly work: DeliveryContext,
    private readonly journal: MessageJournal,
    private readonly handovers: HandoverStore,
    private readonly authors: EngageAuthors,
    private readonly contactCentre: ContactCentre,
    private readonly failures: StartFailures,
  ) {
    super();
  }

  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    return this.work.with(delivery, async (tenant) => {
      const { messageId, userId, handoverId, contextData } = delivery.payload as unknown as MessagePayload;
      const { conversation, entry, isPointless, author } = await this.work.locked(delivery, async (locked) => {
        const found = await this.journal.find(tenant.id, messageId as MessageId);
        return {
          conversation: locked,
          entry: found,
          isPointless: handoverId !== undefined && (await this.endedBeforeReachingEngage(tenant.id, handoverId)),
          author: await this.authors.of(tenant, { userId: userId ?? locked.userId }, found?.author ?? 'user'),
        };
      });
      if (!entry) return { type: 'superseded', reason: 'The message was erased.' };
      if (isPointless)
        return {
          type: 'superseded',
          reason: 'The handover ended before Engage knew of it.',
          effect: () => this.keep(delivery, entry),
        };
      const { foreignId, text, attachments, content, reply, sentAt } = entry;
      const message = {
        conversationId: conversation.id,
        foreignId,
        threadForeignId: conversation.threadForeignId,
        author,
        text,
        attachments,
        sentAt,
        contextData: contextData ?? {},
        ...(content && { content }),
        ...(reply && { reply }),
      };
      await this.contactCentre.sendMessage(tenant, message, signal);
      return { type: 'delivered' };
    });
  }

  holdMinutes(delivery: Delivery): Promise<number> {
    return this.work.holdMinutes(delivery);
  }

  override onParked(delivery: Delivery, error: unknown): Promise<void> {
    return this.failures.endIfMisconfigured(delivery, error);
  }

  private async endedBeforeReachingEngage(...[tenantId, id]: Parameters<HandoverStore['find']>): Promise<boolean> {
    const handover = await this.handovers.find(tenantId, id);
    return handover?.endedAt !== undefined && handover.step === 'accepted';
  }

  /** What the agents never saw belongs into the history of the next handover. */
  private keep(delivery: Delivery, entry: JournalEntry): Promise<void> {
    return this.journal.mark(delivery.lane.tenantId, [entry.id], entry.author === 'system' ? 'muted' : 'unsent');
  }
}
