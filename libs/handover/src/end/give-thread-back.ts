import { Injectable } from '@nestjs/common';
import type { Delivery, DeliveryOutcome } from '#delivery';
import { Clock, type HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import {
  type Conversation,
  ENGAGE,
  type EngageThread,
  giveBack,
  type Handover,
  isAbout,
  sameSet,
} from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { FindThread } from '../engage-outbound/find-thread.js';
import { requireEngage } from '../start/handover-requirements.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

/** If the thread stayed with the agents, they would receive the bot's conversation: retried for three days. */
const HOLD_MINUTES = 72 * 60;

/**
 * Gives the thread back to the bot's category, after ending the agents' case if the bot side ended the handover. A thread
 * that another customer's handover needs stays with the agents.
 */
@Injectable()
export class GiveThreadBack extends TenantDelivery {
  readonly kind = ENGAGE.return;
  protected override readonly mostMinutes = HOLD_MINUTES;

  constructor(
    work: DeliveryContext,
    private readonly handovers: HandoverStore,
    private readonly conversations: ConversationStore,
    private readonly threads: FindThread,
    private readonly contactCentre: ContactCentre,
    private readonly clock: Clock,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, signal }: Task): Promise<DeliveryOutcome> {
    const { conversation, handover, staysWithAgents } = await this.work.locked(delivery, async (locked) => ({
      conversation: locked,
      handover: await this.handoverOf(delivery, locked),
      staysWithAgents: await this.conversations.sharesThreadInHandover(locked),
    }));
    requireEngage(tenant, conversation);
    if (!handover || handover.step === 'accepted')
      return { type: 'superseded', reason: 'The handover never reached Engage.' };
    const thread = await this.threads.run(tenant, conversation, signal);
    const returned = (at: Date) => (): Promise<void> =>
      this.work.locked(delivery, () => this.handovers.returned(handover, at));
    if (!thread)
      return {
        type: 'superseded',
        reason: 'The thread no longer exists in Engage.',
        effect: returned(this.clock.now()),
      };
    if (delivery.payload['closeAgentSide'] === true) await this.endInterventions(tenant, thread, conversation, signal);
    const at = await this.giveBack(tenant, thread, { handover, staysWithAgents }, signal);
    return { type: 'delivered', effect: returned(at) };
  }

  /** The thread stays with the agents, but counts as returned, so that their later messages are not treated as a goodbye. */
  override async onParked(delivery: Delivery): Promise<void> {
    await this.work.locked(delivery, async (locked) => {
      const handover = await this.handoverOf(delivery, locked);
      if (handover) await this.handovers.returned(handover, this.clock.now());
    });
  }

  private handoverOf({ payload }: Delivery, { tenantId }: Conversation): Promise<Handover | undefined> {
    return this.handovers.find(tenantId, payload['handoverId'] as HandoverId);
  }

  private async endInterventions(
    tenant: Tenant,
    thread: EngageThread,
    { nativeChannel, userId }: Conversation,
    signal: AbortSignal,
  ): Promise<void> {
    const interventions = await this.contactCentre.interventions(tenant, [thread.id], signal);
    const open = interventions.filter((one) => !one.closed && (!nativeChannel || isAbout(one, userId)));
    for (const intervention of open) await this.contactCentre.endIntervention(tenant, intervention, signal);
  }

  /** With the categories of the time of the start: the tenant may have others by now. @returns when, on Engage's clock */
  private async giveBack(
    tenant: Tenant,
    thread: EngageThread,
    { handover, staysWithAgents }: { handover: Handover; staysWithAgents: boolean },
    signal: AbortSignal,
  ): Promise<Date> {
    const { agentCategoryId: agent = tenant.engage.agentCategoryId ?? '' } = handover;
    const { botCategoryId: bot = tenant.engage.botCategoryId ?? '' } = handover;
    const { categoriesBefore: before = thread.categoryIds, addedCategoryIds: added } = handover;
    const categoryIds = giveBack(thread.categoryIds, staysWithAgents ? agent : bot, { before, added, agent });
    if (sameSet(categoryIds, thread.categoryIds)) return thread.readAt;
    return this.contactCentre.replaceCategories(tenant, thread.id, categoryIds, signal);
  }
}
