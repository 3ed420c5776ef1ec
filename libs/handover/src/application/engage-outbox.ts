import { Injectable } from '@nestjs/common';
import { Lanes } from '#delivery';
import { type DeliveryId, type ForeignId, type HandoverId, type JsonObject, newId } from '#kernel';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import type { Conversation, EngageChannel } from '../domain/conversation.js';
import { ContactCentre } from '../ports/contact-centre.js';
import type { JournalEntry } from '../ports/message-journal.js';

/** Kinds of items in the lane to Engage. */
export const ENGAGE = {
  message: 'engage.message',
  reply: 'engage.reply',
  note: 'engage.note',
  prepare: 'engage.prepare',
  identity: 'engage.identity',
  start: 'engage.start',
  check: 'engage.check',
  return: 'engage.return',
  typing: 'engage.typing',
  read: 'engage.read',
} as const;

export interface MessagePayload {
  readonly messageId: string;
  /** Set when the message only goes out if this handover is not over before it reached Engage. */
  readonly handoverId?: HandoverId;
  readonly contextData?: Readonly<Record<string, string | string[]>>;
}

export interface TypingPayload {
  readonly typing: boolean;
  readonly threadForeignId: ForeignId;
  /** What the agents may see of it. */
  readonly preview?: string;
}

export interface ReadPayload {
  /** Our id of the agent's message. */
  readonly messageId: ForeignId;
}

export interface IdentityPayload {
  /** Whose identity; left out: the customer's. */
  readonly author?: 'user' | 'agent';
  /** Set when it is pointless once this handover is over. */
  readonly handoverId?: HandoverId;
}

export interface ReplyPayload {
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly private: boolean;
  /** What the customer's channel shows, where Engage said so. */
  readonly capabilities?: readonly string[];
}

/** A comment at the agents' case. */
export interface NotePayload {
  readonly handoverId: HandoverId;
  readonly interventionId: string;
  /** Whose comment it is in Engage. */
  readonly userId: string;
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
  mustBeReachable(tenant: Tenant, conversation: Conversation): void {
    this.contactCentre.destination(tenant, channelOwner(conversation));
  }

  /** What cannot be sent because a setting is missing is stored all the same: it is parked, where an administrator sees it. */
  async append(tenant: Tenant, conversation: Conversation, items: readonly Item[]): Promise<void> {
    await this.lanes.append(
      { tenantId: tenant.id, conversationId: conversation.id, direction: 'engage' },
      this.destination(tenant, conversation),
      items.map(({ kind, payload }) => ({ id: newId<DeliveryId>(), kind, payload: payload as JsonObject })),
    );
  }

  private destination(tenant: Tenant, conversation: Conversation): string {
    try {
      return this.contactCentre.destination(tenant, channelOwner(conversation));
    } catch (error) {
      if (error instanceof TenantIncomplete) return 'not-configured';
      throw error;
    }
  }

  /** On a source of Engage only the bot's words are sent; they go out as replies. */
  async send(
    tenant: Tenant,
    conversation: Conversation,
    entry: JournalEntry,
    options: Omit<MessagePayload, 'messageId'> = {},
  ): Promise<void> {
    const item = conversation.engageChannel
      ? replyItem(entry, conversation.engageChannel)
      : messageItem(entry, options);
    await this.append(tenant, conversation, [item]);
  }
}

const channelOwner = ({ engageChannel }: Conversation): 'bot' | 'engage' => (engageChannel ? 'engage' : 'bot');

/** What it answers is settled now: the customer may write again before it goes out. */
function replyItem({ id }: JournalEntry, { replyTo }: EngageChannel): Item {
  const { contentId: inReplyTo, ...how } = replyTo;
  const payload: ReplyPayload = { messageId: id, inReplyTo, ...how };
  return { kind: ENGAGE.reply, payload };
}

export function messageItem(entry: JournalEntry, options: Omit<MessagePayload, 'messageId'> = {}): Item {
  const payload: MessagePayload = { messageId: entry.id, ...options };
  return { kind: ENGAGE.message, payload };
}
