import { Injectable } from '@nestjs/common';
import { type ForeignId, newId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { UnknownThread, type Utterance } from '#handover-rules';
import { Intake } from '../intake/intake.js';
import { MessageFiles } from './message-files.js';

export interface AgentMessage extends Utterance {
  /** Engage's id of the content: the same id means the same message. Undefined if Engage names none. */
  readonly contentId: string | undefined;
  /** The same for a repeat of a message that has no `contentId`. */
  readonly repeatKey?: string;
  /** Our id of the thread. */
  readonly threadForeignId: ForeignId;
  readonly senderName: string | null;
  readonly createdAt: Date | undefined;
  readonly rawBody: Buffer;
}

/** Accepts an agent's message that Engage sends by the Channel SDK. */
@Injectable()
export class AcceptAgentMessage {
  constructor(
    private readonly intake: Intake,
    private readonly files: MessageFiles,
  ) {}

  /**
   * @returns our new id of the message, the same one for the same content
   * @throws UnknownThread when no conversation of the tenant has this thread; then nothing is stored
   */
  run(tenant: Tenant, { threadForeignId, rawBody: body, repeatKey, ...message }: AgentMessage): Promise<ForeignId> {
    const foreignId = newId<ForeignId>();
    const { contentId, attachments } = message;
    return this.intake.take(tenant, {
      reference: { by: 'thread', foreignId: threadForeignId },
      event: { source: 'sdk', id: contentId ?? repeatKey ?? foreignId, type: 'messages.create', body },
      writes: attachments.length > 0,
      work: async (conversation, { decide }) => {
        if (!conversation) throw new UnknownThread();
        const attachmentsForBot = await this.files.forOutside(tenant, conversation, attachments);
        await decide({ type: 'agent-message', foreignId, attachmentsForBot, ...message });
        return foreignId;
      },
    });
  }
}
