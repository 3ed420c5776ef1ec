import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Delivery, DeliveryOutcome } from '#delivery';
import { type Tenant, TenantDirectory, UnknownTenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { UnknownConversation } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';

/** What every delivery needs first: its tenant, as configured now, and its conversation. */
@Injectable()
export class DeliveryContext {
  constructor(
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
  ) {}

  /** Calls `work` unless the tenant is disabled: then its lanes pause. @throws UnknownTenant */
  async with(delivery: Delivery, work: (tenant: Tenant) => Promise<DeliveryOutcome>): Promise<DeliveryOutcome> {
    const tenant = await this.tenantOf(delivery);
    if (!tenant) throw new UnknownTenant();
    if (!tenant.enabled) return { type: 'paused', reason: 'The tenant is disabled.' };
    return work(tenant);
  }

  tenantOf(delivery: Delivery): Promise<Tenant | undefined> {
    return this.tenants.byId(delivery.lane.tenantId);
  }

  /** Runs `work` in a transaction of the tenant, under the conversation's lock. @throws UnknownConversation */
  locked<Result>(delivery: Delivery, work: (conversation: Conversation) => Promise<Result>): Promise<Result> {
    const { tenantId, conversationId } = delivery.lane;
    return this.database.inTenant(tenantId, async () => {
      const conversation = await this.conversations.lockById(tenantId, conversationId);
      if (!conversation) throw new UnknownConversation();
      return work(conversation);
    });
  }

  /** How long a transient failure may hold the conversation's lane. */
  async holdMinutes(delivery: Delivery): Promise<number> {
    const { tenantId, conversationId } = delivery.lane;
    const running = await this.database.inTenant(tenantId, () => this.handovers.running(tenantId, conversationId));
    const tenant = await this.tenantOf(delivery);
    return running?.options.maxHoldMinutes ?? tenant?.handover.maxHoldMinutes ?? 0;
  }
}
