import { Injectable } from '@nestjs/common';
import type { ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Utterance } from '../domain/message.js';

export interface AgentMessage extends Utterance {
  /** Engage's id of the content: the same one again is the same message. */
  readonly contentId: string;
  /** Our id of the thread. */
  readonly threadForeignId: ForeignId;
  readonly senderName: string | null;
  readonly createdAt: Date | undefined;
  readonly rawBody: Buffer;
}

@Injectable()
export class AcceptAgentMessage {
  /**
   * Stores the message and its delivery to the bot. @returns our new, stable id of the message
   * @throws UnknownThread when no conversation of the tenant has this thread
   */
  async run(_tenant: Tenant, _message: AgentMessage): Promise<ForeignId> {
    throw new Error('not built');
  }
}
