import { Injectable } from '@nestjs/common';
import type { LaneItem } from '#delivery';
import type { EngageThreadId, TenantId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import {
  type AnswerTo,
  type Conversation,
  decide,
  type Decided,
  type Decision,
  type Fact,
  machineSettings,
  type Situation,
  type Surroundings,
} from '#handover-rules';
import { BotPlatforms } from '../ports/bot-platform.js';
import { ContactCentre } from '../ports/contact-centre.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { missingForEngage, missingIn } from '../start/handover-requirements.js';
import { LaneItems } from './lane-items.js';
import { ReadHistory } from './read-history.js';
import { ThreadHeld } from './thread-held.error.js';

/** The pure rules together with the data that they need: the tenant's settings and the journal. */
@Injectable()
export class Rules {
  constructor(
    private readonly tenants: TenantDirectory,
    private readonly conversations: ConversationStore,
    private readonly history: ReadHistory,
    private readonly platforms: BotPlatforms,
    private readonly contactCentre: ContactCentre,
    private readonly lanes: LaneItems,
  ) {}

  /** Whether the decision needs the earlier messages. */
  readsJournal(fact: Fact, { running }: Situation): boolean {
    return fact.type === 'start' && !running;
  }

  /** The situation with what this fact needs in addition. */
  async complete(tenant: Tenant, situation: Situation, fact: Fact): Promise<Situation> {
    if (!this.readsJournal(fact, situation)) return situation;
    return { ...situation, history: await this.history.run(tenant, situation) };
  }

  /** @throws AppError of the rule that refuses the fact */
  decide<Type extends Fact['type']>(
    tenant: Tenant,
    situation: Situation,
    fact: Extract<Fact, { readonly type: Type }> & { readonly id: string },
    now: Date,
  ): Decided<AnswerTo<Type>> {
    return decide<Type>(
      situation,
      fact,
      machineSettings(tenant, this.surroundings(tenant, situation.conversation)),
      now,
    );
  }

  /** A handover never begins with outdated settings. @throws TenantBeingChanged */
  beginsWith(tenant: Tenant): Promise<void> {
    return this.tenants.hold(tenant);
  }

  /**
   * Others that link the thread, or store an event that waits for its link, wait until this is committed.
   *
   * @param waits whether this one waits for others too
   * @throws ThreadHeld when another transaction has the thread, and this one must not wait
   */
  async links(tenantId: TenantId, threadId: EngageThreadId, waits: boolean): Promise<void> {
    if (!(await this.conversations.lockThread(tenantId, threadId, waits))) throw new ThreadHeld();
  }

  /** What the decisions put into the lanes. @param conversation as it is after them */
  laneItems(tenant: Tenant, conversation: Conversation, decisions: readonly Decision[]): LaneItem[] {
    return decisions.flatMap(({ toEngage, toBot }) => [
      ...this.lanes.toEngage(tenant, conversation, toEngage),
      ...this.lanes.toBot(tenant, conversation, toBot),
    ]);
  }

  private surroundings(tenant: Tenant, conversation: Conversation): Surroundings {
    const platform = this.platforms.of(tenant);
    const owner = conversation.nativeChannel ? 'engage' : 'bot';
    return {
      activeFrom: platform.activeFrom,
      missingToSend: missingIn(() => this.contactCentre.destination(tenant, owner)),
      // The start for a bot that could never receive the answers is refused at once.
      missingToStart: [
        ...missingForEngage(tenant, conversation),
        ...missingIn(() => platform.destination(tenant, conversation.address)),
      ],
    };
  }
}
