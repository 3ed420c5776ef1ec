import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { inReplies } from '../domain/long-reply.js';
import type { GivenFile, Utterance } from '../domain/message.js';
import type { Forwarding } from '../ports/message-journal.js';
import { contextDataOf } from './customer-profile.js';
import { EngageOutbox } from './engage-outbox.js';
import { Journalling } from './journalling.js';
import { MadeChoice } from './made-choice.js';
import { MessageFiles } from './message-files.js';

export interface GivenMessage extends Omit<Utterance, 'attachments'> {
  /** The platform's id of the message. */
  readonly messageId: string;
  readonly author: 'user' | 'bot';
  readonly attachments: readonly GivenFile[];
  readonly sentAt?: Date;
  /** Shown to the agent under the message. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** Writes a message of the bot side into the journal and, if Engage is to have it, into the lane. */
@Injectable()
export class PassOnMessage {
  constructor(
    private readonly files: MessageFiles,
    private readonly choices: MadeChoice,
    private readonly journalling: Journalling,
    private readonly engage: EngageOutbox,
  ) {}

  /** The caller holds the conversation's lock. What says nothing is left out. @throws FileRefused */
  async run(tenant: Tenant, conversation: Conversation, given: GivenMessage, forwarding: Forwarding): Promise<void> {
    const isSent = forwarding === 'sent';
    const message = isSent && given.author === 'user' ? await this.choices.ofAgents(conversation, given) : given;
    if (!says(message)) return;
    const { author, messageId, sentAt } = message;
    const whole = utteranceOf(message, await this.files.keep(conversation, message.attachments));
    const parts = isSent && conversation.engageChannel ? inReplies(whole) : [whole];
    for (const part of parts) {
      const entry = await this.journalling.write(conversation, {
        ...part,
        author,
        forwarding,
        ...(part === parts[0] && { messageId }),
        ...(sentAt && { sentAt }),
      });
      if (isSent) await this.engage.send(tenant, conversation, entry, contextDataOf(message.context));
    }
  }
}

function says({ text, attachments, content }: GivenMessage): boolean {
  return text.trim() !== '' || attachments.length > 0 || content !== undefined;
}

function utteranceOf({ text, content, reply }: GivenMessage, attachments: Utterance['attachments']): Utterance {
  return { text, attachments, ...(content && { content }), ...(reply && { reply }) };
}
