import { Injectable } from '@nestjs/common';
import { Clock, type ForeignId, type MessageId, newId } from '#kernel';
import type { Conversation } from '../domain/conversation.js';
import type { Utterance } from '../domain/message.js';
import { type JournalEntry, MessageJournal } from '../ports/message-journal.js';

type New = Utterance &
  Pick<JournalEntry, 'author' | 'forwarding'> &
  Partial<Pick<JournalEntry, 'authorName' | 'messageId' | 'foreignId' | 'engageContentId'>> & {
    readonly sentAt?: Date | undefined;
  };

/** Writes messages into the journal. */
@Injectable()
export class Journalling {
  constructor(
    private readonly journal: MessageJournal,
    private readonly clock: Clock,
  ) {}

  /** Whether the journal has this content of Engage. */
  knows({ tenantId, id }: Conversation, contentId: string): Promise<boolean> {
    return this.journal.holdsContent(tenantId, id, contentId);
  }

  async write(conversation: Conversation, message: New): Promise<JournalEntry> {
    const now = this.clock.now();
    const entry: JournalEntry = {
      ...message,
      tenantId: conversation.tenantId,
      conversationId: conversation.id,
      id: newId<MessageId>(),
      foreignId: message.foreignId ?? newId<ForeignId>(),
      sentAt: message.sentAt ?? now,
      receivedAt: now,
    };
    await this.journal.append([entry]);
    return entry;
  }
}
