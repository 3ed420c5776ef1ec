import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '#handover-rules';
import { ConversationStore } from '../ports/conversation-store.js';

/** Shows a bot platform who answers in a session now, and what the platform stored to reach it. */
@Injectable()
export class FindSession {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationStore,
  ) {}

  /** @returns undefined for a session that is not known yet */
  run(tenant: Tenant, sessionId: SessionId): Promise<Conversation | undefined> {
    return this.database.inTenant(tenant.id, () => this.conversations.findBySession(tenant.id, sessionId));
  }
}
