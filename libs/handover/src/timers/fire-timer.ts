import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import type { Tenant } from '#tenant-config';
import type { Conversation, Handover, Standing } from '#handover-rules';
import { ConversationStore } from '../ports/conversation-store.js';
import { AskEngage } from '../engage-outbound/ask-engage.js';
import { DecideFact } from '../intake/decide-fact.js';

/** Fires the timers of one handover that are due. */
@Injectable()
export class FireTimer {
  private readonly logger = new Logger(FireTimer.name);

  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly asking: AskEngage,
    private readonly facts: DecideFact,
  ) {}

  async run(tenant: Tenant, handover: Handover, signal: AbortSignal): Promise<void> {
    const { conversationId, status, noPickupDueAt } = handover;
    const asks = status === 'queue' && noPickupDueAt !== undefined;
    const seen = asks
      ? await this.database.inTenant(tenant.id, () => this.conversations.findById(tenant.id, conversationId))
      : undefined;
    const standing = seen && (await this.standing(tenant, seen, signal));
    await this.database.inTenant(tenant.id, () =>
      this.facts.run(tenant, { id: conversationId }, { type: 'timer', standing }),
    );
  }

  /** What Engage says, if it answers: an agent may have joined without an event about it. */
  private async standing(
    tenant: Tenant,
    { engageThreadId }: Conversation,
    signal: AbortSignal,
  ): Promise<Standing | undefined> {
    if (!engageThreadId) return { thread: undefined, interventions: [] };
    try {
      return await this.asking.one(tenant, engageThreadId, signal);
    } catch (error) {
      this.logger.warn({ tenantId: tenant.id, err: error }, 'Engage could not be queried before a timer fired.');
      return undefined;
    }
  }
}
