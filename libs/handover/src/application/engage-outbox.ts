import { Injectable } from '@nestjs/common';
import { Lanes } from '#delivery';
import { type DeliveryId, type HandoverId, type JsonObject, newId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { ContactCentre } from '../ports/contact-centre.js';
import type { JournalEntry } from '../ports/message-journal.js';

/** Kinds of items in the lane to Engage. */
export const ENGAGE = {
  message: 'engage.message',
  identity: 'engage.identity',
  start: 'engage.start',
  check: 'engage.check',
  return: 'engage.return',
} as const;

export interface MessagePayload {
  readonly messageId: string;
  /** Set when the message only goes out if this handover is not over before it reached Engage. */
  readonly handoverId?: HandoverId;
  readonly contextData?: Readonly<Record<string, string | string[]>>;
}

type Item = { readonly kind: string; readonly payload: object };

/** Puts work into a conversation's lane to Engage, in the running transaction and under the conversation's lock. */
@Injectable()
export class EngageOutbox {
  constructor(
    private readonly lanes: Lanes,
    private readonly contactCentre: ContactCentre,
  ) {}

  /** @throws TenantIncomplete while Engage is not configured */
  async append(tenant: Tenant, conversation: Conversation, items: readonly Item[]): Promise<void> {
    await this.lanes.append(
      { tenantId: tenant.id, conversationId: conversation.id, direction: 'engage' },
      this.contactCentre.destination(tenant),
      items.map(({ kind, payload }) => ({ id: newId<DeliveryId>(), kind, payload: payload as JsonObject })),
    );
  }

  async send(
    tenant: Tenant,
    conversation: Conversation,
    entry: JournalEntry,
    options: Omit<MessagePayload, 'messageId'> = {},
  ): Promise<void> {
    await this.append(tenant, conversation, [messageItem(entry, options)]);
  }
}

export function messageItem(entry: JournalEntry, options: Omit<MessagePayload, 'messageId'> = {}): Item {
  const payload: MessagePayload = { messageId: entry.id, ...options };
  return { kind: ENGAGE.message, payload };
}
