import { Injectable } from '@nestjs/common';
import type { AppError, SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation, IdempotentRequest } from '#handover-rules';
import type { FactEvent } from '../ports/fact-store.js';
import type { Deciding } from './fact-call.js';
import { Intake } from './intake.js';

/** A bot's writing call about one of its sessions. */
export interface SessionCall {
  readonly sessionId: SessionId;
  readonly request: IdempotentRequest;
}

/** The call's own id; undefined: it is not idempotent. */
export function eventOf(type: string, { sessionId, request: { key, body } }: SessionCall): FactEvent | undefined {
  return key === undefined ? undefined : { source: 'bot', id: JSON.stringify([sessionId, key]), type, body };
}

/** Accepts calls about a session that must be known, each once. */
@Injectable()
export class SessionCalls {
  constructor(private readonly intake: Intake) {}

  /** @throws Unknown for a session that is not known, IdempotencyKeyReused */
  async run(
    tenant: Tenant,
    call: SessionCall & { readonly type: string },
    Unknown: new () => AppError,
    work: (deciding: Deciding, conversation: Conversation) => Promise<void>,
  ): Promise<void> {
    await this.intake.take(tenant, {
      reference: { by: 'session', sessionId: call.sessionId },
      event: eventOf(call.type, call),
      work: async (conversation, deciding) => {
        if (!conversation) throw new Unknown();
        await work(deciding, conversation);
        return null;
      },
    });
  }
}
