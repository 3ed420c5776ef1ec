import { Injectable } from '@nestjs/common';
import { Lanes } from '#delivery';
import { type DeliveryId, type JsonObject, newId } from '#kernel';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { ENGAGE, type EngageItem } from '../domain/machine/engage-items.js';
import { ContactCentre } from '../ports/contact-centre.js';

/** Puts work into a conversation's lane to Engage, in the running transaction and under the conversation's lock. */
@Injectable()
export class EngageOutbox {
  constructor(
    private readonly lanes: Lanes,
    private readonly contactCentre: ContactCentre,
  ) {}

  /**
   * What cannot be sent because a setting is missing is stored all the same: it is parked, where an administrator sees it. With a
   * return the handover is over, and what the lane waits for may no longer be needed, e.g. to start it.
   */
  async append(tenant: Tenant, conversation: Conversation, items: readonly EngageItem[]): Promise<void> {
    const lane = { tenantId: tenant.id, conversationId: conversation.id, direction: 'engage' } as const;
    await this.lanes.append(
      lane,
      this.destination(tenant, conversation),
      items.map(({ kind, payload }) => ({ id: newId<DeliveryId>(), kind, payload: payload as unknown as JsonObject })),
    );
    if (items.some(({ kind }) => kind === ENGAGE.return)) await this.lanes.reconsider(lane);
  }

  private destination(tenant: Tenant, conversation: Conversation): string {
    try {
      return this.contactCentre.destination(tenant, conversation.nativeChannel ? 'engage' : 'bot');
    } catch (error) {
      if (error instanceof TenantIncomplete) return 'not-configured';
      throw error;
    }
  }
}
