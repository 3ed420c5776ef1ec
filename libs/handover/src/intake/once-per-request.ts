import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest } from '../domain/bot-request.js';
import { IdempotencyKeyReused } from '../domain/handover.errors.js';
import { EventInbox, type ReceivedEvent } from '../ports/event-inbox.js';

/** Runs a bot's writing call in one transaction, and once: a repeat gets the stored answer. */
@Injectable()
export class OncePerRequest {
  constructor(
    private readonly database: Database,
    private readonly inbox: EventInbox,
  ) {}

  /** @throws IdempotencyKeyReused */
  run<Answer>(
    tenant: Tenant,
    call: { type: string; sessionId: SessionId; request: IdempotentRequest },
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    return this.database.inTenant(tenant.id, async () => {
      const { key, body } = call.request;
      if (key === undefined) return work();
      const event: ReceivedEvent = {
        tenantId: tenant.id,
        source: 'bot',
        eventId: JSON.stringify([call.sessionId, key]),
        type: call.type,
        body,
      };
      const earlier = await this.inbox.accept(event);
      if (earlier && !earlier.sameBody) throw new IdempotencyKeyReused();
      if (earlier) return earlier.answer as Answer;
      const answer = await work();
      await this.inbox.answer(event, answer ?? null);
      return answer;
    });
  }
}
