import { Injectable } from '@nestjs/common';
import type { ConversationId, HandoverId, JsonObject } from '#kernel';
import type { HandoverSettings, Tenant } from '#tenant-config';
import type { IdempotentRequest, SessionAddress } from '../domain/bot-request.js';
import type { Author, Utterance } from '../domain/message.js';

export interface TranscriptTurn extends Utterance {
  readonly author: Author;
  readonly messageId?: string;
  readonly sentAt?: Date;
}

/** Settings that one handover may override. */
export type HandoverOptions = Partial<Omit<HandoverSettings, 'enabled' | 'availability' | 'forwardOnlyHandover'>>;

export interface StartHandoverCommand extends SessionAddress {
  readonly profile?: JsonObject;
  /** Oldest first. */
  readonly transcript?: readonly TranscriptTurn[];
  readonly reason?: string;
  readonly summary?: string;
  /** Flat object shown to the agent. */
  readonly context?: JsonObject;
  readonly categoryIds: readonly string[];
  readonly options: HandoverOptions;
  readonly request: IdempotentRequest;
}

export interface StartedHandover {
  readonly handoverId: HandoverId;
  readonly conversationId: ConversationId;
  readonly status: 'queue';
  /** False when a handover was running already. */
  readonly created: boolean;
}

@Injectable()
export class StartHandover {
  /** @throws HandoverDisabled, HandoverUnavailable, TenantIncomplete, SessionOfAnotherUser, IdempotencyKeyReused */
  async run(_tenant: Tenant, _command: StartHandoverCommand): Promise<StartedHandover> {
    throw new Error('not built');
  }
}
