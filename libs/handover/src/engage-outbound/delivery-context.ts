import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Delivery } from '#delivery';
import { type Tenant, TenantDirectory, UnknownTenant } from '#tenant-config';
import { type Conversation, UnknownConversation } from '#handover-rules';
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

  /** As it was configured when the delivery was read. @throws UnknownTenant */
  async tenantFor(delivery: Delivery): Promise<Tenant> {
    const { lane, tenantVersion: version } = delivery;
    const tenant = version === undefined ? this.tenantOf(delivery) : this.tenants.at(lane.tenantId, version);
    const known = await tenant;
    if (!known) throw new UnknownTenant();
    return known;
  }

  tenantOf({ lane }: Delivery): Promise<Tenant | undefined> {
    return this.tenants.byId(lane.tenantId);
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
    const running = await this.handovers.running(tenantId, conversationId);
    return running?.options.maxHoldMinutes ?? (await this.tenantOf(delivery))?.handover.maxHoldMinutes ?? 0;
  }
}
