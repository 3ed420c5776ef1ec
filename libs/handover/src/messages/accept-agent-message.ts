import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type ForeignId, newId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { UnknownThread } from '../domain/handover.errors.js';
import type { Utterance } from '../domain/message.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { EventInbox, type ReceivedEvent } from '../ports/event-inbox.js';
import { DecideFact } from '../intake/decide-fact.js';
import { MessageFiles } from './message-files.js';

export interface AgentMessage extends Utterance {
  /** Engage's id of the content: the same one again is the same message. Undefined where Engage names none. */
  readonly contentId: string | undefined;
  /** The same for a repeat of a message that has no `contentId`. */
  readonly repeatKey?: string;
  /** Our id of the thread. */
  readonly threadForeignId: ForeignId;
  readonly senderName: string | null;
  readonly createdAt: Date | undefined;
  readonly rawBody: Buffer;
}

/** Takes an agent's message that Engage sends by the Channel SDK. */
@Injectable()
export class AcceptAgentMessage {
  constructor(
    private readonly database: Database,
    private readonly inbox: EventInbox,
    private readonly conversations: ConversationStore,
    private readonly files: MessageFiles,
    private readonly decide: DecideFact,
  ) {}

  /**
   * @returns our new id of the message, the same one for the same content
   * @throws UnknownThread when no conversation of the tenant has this thread; then nothing is stored
   */
  run(tenant: Tenant, { threadForeignId, rawBody, repeatKey, ...message }: AgentMessage): Promise<ForeignId> {
    return this.database.inTenant(tenant.id, async () => {
      const foreignId = newId<ForeignId>();
      const event: ReceivedEvent = {
        tenantId: tenant.id,
        source: 'sdk',
        eventId: message.contentId ?? repeatKey ?? foreignId,
        type: 'messages.create',
        body: rawBody,
        answer: foreignId,
      };
      const earlier = await this.inbox.accept(event);
      if (earlier) return earlier.answer as ForeignId;
      const conversation = await this.conversations.lockByThreadForeignId(tenant.id, threadForeignId);
      if (!conversation) throw new UnknownThread();
      const attachmentsForBot = await this.files.forOutside(tenant, conversation, message.attachments);
      await this.decide.run(tenant, conversation, { type: 'agent-message', foreignId, attachmentsForBot, ...message });
      return foreignId;
    });
  }
}
