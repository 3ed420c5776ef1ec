import { Injectable } from '@nestjs/common';
import { Database, SharedRuns } from '#database';
import type { Delivery } from '#delivery';
import type { TenantId } from '#kernel';
import { type Tenant, TenantDirectory, UnknownTenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { UnknownConversation } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';

/** Tenants that are read at once: more than a worker holds lanes. */
const MOST_AT_ONCE = 64;

/** What every delivery needs first: its tenant, as configured now, and its conversation. */
@Injectable()
export class DeliveryContext {
  private readonly reads = new SharedRuns<TenantId, Tenant>((ids) => this.read(ids), {
    items: MOST_AT_ONCE,
    inFlight: 2,
  });

  constructor(
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
  ) {}

  /** Deliveries that begin close together share the look. Outside of transactions. @throws UnknownTenant */
  tenantNow({ lane }: Delivery): Promise<Tenant> {
    return this.reads.add(lane.tenantId);
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
    const running = await this.handovers.running(tenantId, conversationId);
    return running?.options.maxHoldMinutes ?? (await this.tenantOf(delivery))?.handover.maxHoldMinutes ?? 0;
  }

  private async read(ids: readonly TenantId[]): Promise<PromiseSettledResult<Tenant>[]> {
    const tenants = new Map((await this.tenants.byIds([...new Set(ids)])).map((tenant) => [tenant.id, tenant]));
    return ids.map((id) => {
      const value = tenants.get(id);
      return value ? { status: 'fulfilled', value } : { status: 'rejected', reason: new UnknownTenant() };
    });
  }
}
